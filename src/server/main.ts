/** The language server's process: `node dist/server.js --stdio` for any editor, `--node-ipc` for VS Code. */
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { setUpForWarmUp } from '../host';
import { LanguageServer } from './languageServer';

setUpForWarmUp();
const connection = createConnection(ProposedFeatures.all);
new LanguageServer(connection, { file: join(__dirname, 'walkThread.js') });
connection.listen();
