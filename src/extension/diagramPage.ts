/** The page of the heap diagram: one script by nonce, one stylesheet, nothing inline and nothing from elsewhere. */
import * as vscode from 'vscode';

export function diagramPage(webview: vscode.Webview, extension: vscode.Uri, nonce: string): string {
  const resource = (name: string): vscode.Uri =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resource('webview.css')}">
<title>Heap Diagram</title>
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${resource('webview.js')}"></script>
</body>
</html>`;
}
