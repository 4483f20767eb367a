// A panel of GraphiQL with the operations that the page was given: a click opens one in a tab of its own.
import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { createElement, useState } from "react";

const KINDS = { query: "Queries", mutation: "Mutations", subscription: "Subscriptions" };

function Icon() {
  const lines = [4, 8, 12].map((y) => createElement("path", { key: y, d: `M1 ${y}h1.5M5 ${y}h8`, stroke: "currentColor", strokeWidth: 1.5 }));
  return createElement("svg", { viewBox: "0 0 14 16", fill: "none" }, ...lines);
}

function Panel({ operations }) {
  const [words, setWords] = useState("");
  const { addTab } = useGraphiQLActions();
  const editors = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }));

  function open({ query, variables }) {
    addTab();
    editors.queryEditor?.setValue(query);
    editors.variableEditor?.setValue(variables);
  }

  // "check in" finds CheckIn and UndoCheckIn.
  const wanted = words.toLowerCase().replaceAll(" ", "");
  const found = operations.filter(({ name }) => name.toLowerCase().includes(wanted));
  const button = (each) => createElement("li", { key: each.name }, createElement("button", { type: "button", onClick: () => open(each) }, each.name));
  const groups = Object.entries(KINDS).flatMap(([kind, title]) => {
    const these = found.filter((each) => each.kind === kind);
    return these.length ? [createElement("h3", { key: kind }, title), createElement("ul", { key: `${kind} list` }, these.map(button))] : [];
  });
  return createElement(
    "section",
    { className: "operations", "aria-label": "Operations" },
    createElement("h2", {}, "Operations"),
    createElement("input", {
      type: "search",
      placeholder: "Search",
      "aria-label": "Search operations",
      value: words,
      onChange: (event) => setWords(event.target.value),
    }),
    ...(groups.length ? groups : [createElement("p", { key: "none" }, "No operation has such a name.")]),
  );
}

/** Returns the plugin for some operations, each with a name, a kind, a query and variables. */
export function panelOf(operations) {
  return { title: "Operations", icon: Icon, content: () => createElement(Panel, { operations }) };
}
