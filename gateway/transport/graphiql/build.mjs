// Builds the GraphiQL page: its script and style sheet, and the scripts of its editor that run in threads of their own.
import { build } from "esbuild";

await build({
  entryPoints: {
    page: "page.js",
    editor: "monaco-editor/esm/vs/editor/editor.worker.js",
    json: "monaco-editor/esm/vs/language/json/json.worker.js",
    graphql: "monaco-graphql/esm/graphql.worker.js",
  },
  outdir: "built",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "linked",
  // The policy of the page lets a style sheet embed fonts, and load none.
  loader: { ".ttf": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
