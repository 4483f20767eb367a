// Writes what the client takes from the schema: src/generated.ts, and documents.json, a manifest of its documents by
// their SHA-256 for the gateway's trusted documents.
//
// Usage: node generate.mjs [DIRECTORY], with the operations in DIRECTORY (docs/operations by default)
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { codegen } from "@graphql-codegen/core";
import * as documents from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, parse, print } from "graphql";

const here = (path) => new URL(path, import.meta.url);
const [given] = process.argv.slice(2);
const directory = given ? pathToFileURL(`${given}/`) : here("../../../docs/operations/");
const schema = buildSchema(readFileSync(here("../../schema.graphql"), "utf8"));
const files = readdirSync(directory)
  .filter((name) => name.endsWith(".graphql"))
  .sort()
  .map((name) => ({ location: name, document: parse(readFileSync(new URL(name, directory), "utf8")) }));

const text = await codegen({
  filename: "generated.ts",
  schema: parse(readFileSync(here("../../schema.graphql"), "utf8")),
  schemaAst: schema,
  documents: files,
  config: {
    // Every scalar of its own is a string in JSON.
    defaultScalarType: "string",
    scalars: { ID: "string" },
    // An enum may get new values: a switch over one needs a default branch.
    enumType: "string-literal",
    futureProofEnums: true,
    documentMode: "string",
    useTypeImports: true,
    dedupeFragments: true,
  },
  plugins: [{ operations: {} }, { documents: {} }],
  pluginMap: { operations, documents },
});
writeFileSync(here("src/generated.ts"), text);

const manifest = {};
for (const { document } of files) {
  const printed = print(document);
  manifest[createHash("sha256").update(printed).digest("hex")] = printed;
}
writeFileSync(here("documents.json"), JSON.stringify(manifest, null, 2));
