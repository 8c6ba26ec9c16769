// Entry of the server's own Node process: `--node-ipc` from VS Code, `--stdio` for other editors.

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server';

serve(createConnection(ProposedFeatures.all));
