// What launch and restart do about C extensions before the program starts (launch attribute "cExtensions").

import { absolute } from './launchConfig';
import type { PyxrayLaunchArguments } from './protocol';
import { RequestError } from './requestError';
import type { Session } from './session';

/** Compiles what is stale. The compiler's messages go to the debug console; RequestError when something does not compile. */
export async function build_c_extensions(session: Session, args: PyxrayLaunchArguments, cwd: string): Promise<void> {
  const setting = args.cExtensions ?? 'auto';
  if (setting === false || session.host.build_extensions === undefined) return;
  const program = args.program === undefined ? undefined : absolute(args.program, cwd);
  const files = setting === 'auto' ? setting : setting.map((f) => absolute(f, cwd));
  const failed = await session.host.build_extensions(program, files, (text) => session.output(text, 'stderr'));
  if (failed.length > 0) throw new RequestError(`C extension not compiled: ${failed.join(', ')}. The compiler's messages are in the debug console.`, true);
}
