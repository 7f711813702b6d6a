/**
 * CodeMirror in place of a textarea: line numbers, colours, problems at their lines, suggestions. The textarea stays the
 * field of its form and has the same text at any time.
 *
 * It stands in a shadow root, where its styles are adopted sheets: the policy of content lets no `style` element in, and
 * needs no exception. Colours are the design's own properties, which reach into it.
 */

import { suggest } from "./suggesting.js";

/** @typedef {{line: number, column: number, message: string, isError: boolean}} Problem Line and column from 1. */

export class YamlSource {
  /**
   * @param {any} parts what the bundle of CodeMirror exports
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} place becomes the editor's host
   * @param {{label: string, hint: string, lang: string, phrases: Object<string, string>}} words
   */
  constructor(parts, field, place, words) {
    this.parts = parts;
    this.field = field;
    this.known = null;
    const root = place.attachShadow({ mode: "open" });
    const own = new CSSStyleSheet();
    own.replaceSync(":host { display: block; grid-column: 1 / -1; min-width: 0 }");
    root.adoptedStyleSheets = [own];
    this.view = new parts.EditorView({ parent: root, root, doc: field.value, extensions: this.#extensions(words) });
  }

  /** What may be written where. @param {import("./suggesting.js").Known} known */
  suggestFrom(known) {
    this.known = known;
  }

  /** Marks problems at their lines, in the text and beside its number. @param {Problem[]} problems */
  showProblems(problems) {
    const { doc } = this.view.state;
    const placed = problems.filter(({ line }) => line > 0 && line <= doc.lines);
    const marks = placed.map(({ line, column, message, isError }) => {
      const on = doc.line(line);
      const first = on.text.search(/\S|$/);
      const at = column - 1 < on.text.length ? Math.max(column - 1, first) : first;
      return { from: on.from + at, to: on.to, message, severity: isError ? "error" : "warning" };
    });
    this.view.dispatch(this.parts.setDiagnostics(this.view.state, marks));
    this.view.dispatch({ effects: this.setMarked.of(this.#marked(doc, placed)) });
  }

  /** Puts the cursor there and brings it into view. @param {number} line @param {number} column both from 1 */
  goTo(line, column) {
    const { doc } = this.view.state;
    const on = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const at = Math.min(on.from + Math.max(column - 1, 0), on.to);
    const effects = this.parts.EditorView.scrollIntoView(at, { y: "center" });
    this.view.dispatch({ selection: { anchor: at }, effects });
    this.view.focus();
  }

  /** Another text in place of this one, as one change that can be undone. @param {string} text */
  replace(text) {
    const { doc } = this.view.state;
    if (doc.toString() !== text) this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }

  #extensions(words) {
    const { parts } = this;
    const { EditorState, EditorView } = parts;
    return [
      parts.lineNumbers(),
      this.#gutterMarks(),
      parts.highlightSpecialChars(),
      parts.history(),
      parts.indentUnit.of("  "),
      parts.indentOnInput(),
      parts.bracketMatching(),
      parts.highlightActiveLine(),
      parts.highlightSelectionMatches(),
      parts.search({ top: true }),
      parts.autocompletion({ override: [(context) => this.#suggestAt(context)], icons: false }),
      // No key of Tab: it leaves the text, as it leaves every field.
      parts.keymap.of([
        ...parts.defaultKeymap,
        ...parts.searchKeymap,
        ...parts.historyKeymap,
        ...parts.completionKeymap,
        ...parts.lintKeymap,
      ]),
      parts.yaml(),
      parts.syntaxHighlighting(highlightStyle(parts)),
      EditorView.theme(THEME),
      EditorState.phrases.of(words.phrases),
      EditorView.contentAttributes.of({
        "aria-label": words.label,
        "aria-description": words.hint,
        lang: words.lang,
        tabindex: "0", // it is reached by keys all the same; tools that look for it see it so
        spellcheck: "false",
        autocapitalize: "off",
        autocorrect: "off",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.#keepInStep();
      }),
    ];
  }

  #keepInStep() {
    this.field.value = this.view.state.doc.toString();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #suggestAt(context) {
    if (!this.known) return null;
    const { doc } = context.state;
    const on = doc.lineAt(context.pos);
    const lines = { count: doc.lines, line: (number) => doc.line(number + 1).text };
    const given = suggest(lines, on.number - 1, on.text.slice(0, context.pos - on.from), this.known);
    if (!given || (!given.word && !context.explicit)) return null;
    return { from: on.from + given.from, options: given.options, validFor: /^[a-z0-9_-]*$/ };
  }

  #gutterMarks() {
    const { GutterMarker, RangeSet, StateEffect, StateField, gutterLineClass } = this.parts;
    const mark = (name) => new (class extends GutterMarker { elementClass = name; })();
    this.markers = { error: mark("is-error"), warning: mark("is-warn") };
    this.setMarked = StateEffect.define();
    const { setMarked } = this;
    return StateField.define({
      create: () => RangeSet.empty,
      update(marked, transaction) {
        const set = transaction.effects.find((effect) => effect.is(setMarked));
        return set ? set.value : marked.map(transaction.changes);
      },
      provide: (field) => gutterLineClass.from(field),
    });
  }

  /** One mark a line: of an error, where it has one. */
  #marked(doc, problems) {
    const worst = new Map();
    for (const { line, isError } of problems) worst.set(line, worst.get(line) || isError);
    const lines = [...worst].sort(([one], [other]) => one - other);
    return this.parts.RangeSet.of(
      lines.map(([line, isError]) => this.markers[isError ? "error" : "warning"].range(doc.line(line).from)),
    );
  }
}

function highlightStyle({ HighlightStyle, tags }) {
  return HighlightStyle.define([
    { tag: tags.definition(tags.propertyName), color: "var(--app-anil)" },
    { tag: [tags.comment, tags.lineComment], color: "var(--app-ink-2)", fontStyle: "italic" },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--app-verde)" },
    { tag: [tags.keyword, tags.typeName, tags.labelName], color: "var(--app-ocre-text)" },
    { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], color: "var(--app-ink-2)" },
  ]);
}

const MARKED = { textDecorationLine: "underline", textDecorationStyle: "wavy", textUnderlineOffset: "3px" };
const THEME = {
  "&": { color: "var(--app-ink)", maxHeight: "68rem" },
  "&.cm-focused": {
    outline: "3px solid var(--app-ocre-bright)",
    outlineOffset: "2px",
    boxShadow: "0 0 0 2px var(--app-ink)",
  },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.5rem", overflow: "auto" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--app-ink)" },
  ".cm-line": { padding: "0 0.75rem" },
  ".cm-activeLine": { backgroundColor: "var(--app-cal)" },
  ".cm-gutters": {
    backgroundColor: "var(--app-cal)",
    color: "var(--app-ink-2)",
    borderRight: "1px solid var(--app-line)",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem 0 0.375rem", minWidth: "2.5rem" },
  ".cm-gutterElement.is-error": { backgroundColor: "var(--app-carmim)", color: "var(--app-paper)", fontWeight: "700" },
  ".cm-gutterElement.is-error::before": { content: "'! '" },
  ".cm-gutterElement.is-warn": {
    backgroundColor: "var(--app-ocre-tint)",
    color: "var(--app-ocre-text)",
    fontWeight: "700",
  },
  ".cm-gutterElement.is-warn::before": { content: "'? '" },
  // Underlines in place of CodeMirror's own, which are pictures in data: addresses.
  ".cm-lintRange-error": { ...MARKED, backgroundImage: "none", textDecorationColor: "var(--app-carmim)" },
  ".cm-lintRange-warning": { ...MARKED, backgroundImage: "none", textDecorationColor: "var(--app-ocre)" },
  ".cm-lintRange-active": { backgroundColor: "var(--app-ocre-tint)" },
  ".cm-lintPoint:after": { display: "none" },
  ".cm-diagnostic": { padding: "0.375rem 0.75rem" },
  ".cm-diagnostic-error": { borderLeft: "5px solid var(--app-carmim)" },
  ".cm-diagnostic-warning": { borderLeft: "5px solid var(--app-ocre)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--app-anil-tint)",
    outline: "1px solid var(--app-line-strong)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--app-carmim-tint)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--app-ocre-tint)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--app-ocre-bright)", color: "var(--app-on-ocre)" },
  ".cm-tooltip": {
    backgroundColor: "var(--app-paper)",
    color: "var(--app-ink)",
    border: "1px solid var(--app-line-strong)",
    maxWidth: "34rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "18rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--app-anil)", color: "var(--app-on-anil)" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: "0.75rem" },
  ".cm-completionInfo": { padding: "0.375rem 0.75rem" },
  ".cm-panels": { backgroundColor: "var(--app-cal)", color: "var(--app-ink)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--app-line-strong)" },
  ".cm-panel.cm-search": { padding: "0.5rem 2rem 0.5rem 0.75rem" },
  ".cm-panel.cm-search label": { fontSize: "inherit" },
  ".cm-textfield, .cm-button": { font: "inherit" },
  ".cm-textfield": { border: "2px solid var(--app-ink-2)", backgroundColor: "var(--app-paper)" },
  ".cm-button": {
    minHeight: "1.75rem",
    backgroundImage: "none",
    backgroundColor: "var(--app-paper)",
    border: "1px solid var(--app-line-strong)",
  },
  ".cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint [name=close]": {
    minWidth: "1.75rem",
    minHeight: "1.75rem",
    fontSize: "1.25rem",
    color: "var(--app-ink)",
  },
  ".cm-specialChar": { color: "var(--app-carmim)" },
};
