// \N{...} in string literals: the parser asks its host for the names, and this server has them in its bundle.

import { setUnicodeNameLookup, UnicodeDb } from '../../interpreter/frontend';
import tables from '../../interpreter/modules/generated/unicodedata.json';

let names: UnicodeDb | undefined;

setUnicodeNameLookup((name) => {
  names ??= new UnicodeDb(tables as unknown as ConstructorParameters<typeof UnicodeDb>[0]);
  const codes = names.lookup(name, false);
  return codes?.length === 1 ? codes[0] : -1;
});
