// Lints schemas with every rule of graphql-eslint and graphql-schema-linter. Prints for each schema a line with each rule that
// found something, how often, and what it found first. schema_exceptions.json says which rules do not count, and why.
//
// Usage: node lint_schema.mjs PATHS, where PATHS is JSON
import { readFileSync } from "node:fs";
import graphql from "@graphql-eslint/eslint-plugin";
import { Linter } from "eslint";
import schemaLinter from "graphql-schema-linter/lib/configuration.js";
import schemaText from "graphql-schema-linter/lib/schema.js";
import schemaValidator from "graphql-schema-linter/lib/validator.js";

const exceptions = JSON.parse(readFileSync(new URL("schema_exceptions.json", import.meta.url), "utf8"));

function lint(path) {
  const code = readFileSync(path, "utf8");
  const found = {};
  const note = (linter, rule, message, line) => {
    const isExcepted = rule in exceptions[linter];
    found[`${linter} ${rule}`] ??= { isExcepted, count: 0, first: `${line}: ${message}` };
    found[`${linter} ${rule}`].count += 1;
  };
  const configuration = {
    files: ["**/*.graphql"],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: path } } },
    plugins: { "@graphql-eslint": graphql },
    rules: graphql.configs["flat/schema-all"].rules,
  };
  for (const { ruleId, message, line } of new Linter().verify(code, configuration, { filename: "schema.graphql" })) {
    note("graphql-eslint", ruleId?.replace("@graphql-eslint/", "") ?? "parser", message, line);
  }
  const schema = new schemaText.Schema(code, null);
  const settings = new schemaLinter.Configuration(schema);
  const errors = schemaValidator.validateSchemaDefinition(schema, settings.getRules(), settings);
  for (const { ruleName, message, locations } of errors) {
    note("graphql-schema-linter", ruleName, message, locations?.[0]?.line);
  }
  return found;
}

for (const path of JSON.parse(process.argv[2])) console.log(JSON.stringify(lint(path)));
