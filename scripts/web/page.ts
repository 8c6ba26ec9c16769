// The one HTML page: VS Code's workbench, told where its parts, PyXray and the opened folder are.

export interface PageOptions {
  readonly port: number;
  readonly folderName: string;
  readonly settings: Record<string, unknown>;
}

const DEFAULT_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
};

export function workbenchPage({ port, folderName, settings }: PageOptions): string {
  const origin = `http://localhost:${port}`;
  const authority = `localhost:${port}`;
  const configuration = {
    productConfiguration: {
      nameShort: 'VS Code for the Web',
      nameLong: 'VS Code for the Web with PyXray',
      applicationName: 'code-web-pyxray',
      dataFolderName: '.vscode-web-pyxray',
      version: '1.91.1',
      enableTelemetry: false,
      webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.localhost:${port}/vscode/out/vs/workbench/contrib/webview/browser/pre/`,
    },
    additionalBuiltinExtensions: [
      { scheme: 'http', authority, path: '/workspace-extension' },
      { scheme: 'http', authority, path: '/pyxray' },
    ],
    folderUri: { scheme: 'pyxray-workspace', authority: '', path: `/${folderName}` },
    configurationDefaults: { ...DEFAULT_SETTINGS, ...settings },
  };
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>PyXray</title>
<link rel="icon" href="${origin}/vscode/favicon.ico">
<link data-name="vs/workbench/workbench.web.main" rel="stylesheet" href="${origin}/vscode/out/vs/workbench/workbench.web.main.css">
</head>
<body aria-label="">
<script>performance.mark('code/didStartRenderer');</script>
<script src="${origin}/vscode/out/vs/loader.js"></script>
<script src="${origin}/vscode/out/vs/webPackagePaths.js"></script>
<script>
const base = '${origin}/vscode';
for (const key of Object.keys(self.webPackagePaths)) self.webPackagePaths[key] = base + '/node_modules/' + key + '/' + self.webPackagePaths[key];
require.config({
  baseUrl: base + '/out',
  recordStats: true,
  trustedTypesPolicy: window.trustedTypes?.createPolicy('amdLoader', { createScriptURL(value) {
    if (value.startsWith(window.location.origin)) return value;
    throw new Error('Invalid script url: ' + value);
  } }),
  paths: self.webPackagePaths,
});
window.product = ${scriptJson(configuration)};
performance.mark('code/willLoadWorkbenchMain');
</script>
<script src="${origin}/vscode/out/vs/workbench/workbench.web.main.nls.js"></script>
<script src="${origin}/vscode/out/vs/workbench/workbench.web.main.js"></script>
<script src="${origin}/vscode/out/vs/code/browser/workbench/workbench.js"></script>
</body>
</html>
`;
}

/** JSON that is safe inside a script element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
