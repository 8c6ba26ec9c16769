/** Refuses a request, in words for the user. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly show_user = false,
  ) {
    super(message);
  }
}
