/**
 * What an author may write at a place of a YAML file: keys of its group, words of a key, ids of the course and of the file
 * itself. It looks at lines and their margins, so that it also helps in a text that is not whole yet.
 */

/** @typedef {{keys?: Object<string, Node>, each?: Node, kinds?: Object<string, Node>, words?: string[], of?: string, named?: string, is?: string, info?: string}} Node */
/** @typedef {{root: Node, parts: Object<string, Node>, ids: Object<string, [string, string][]>}} Known */
/** @typedef {{count: number, line: (number: number) => string}} Lines Lines of a text, numbered from 0. */
/** @typedef {{from: number, word: string, options: {label: string, detail?: string, info?: string, apply?: string}[]}} Found */

const KEY = /^( *)(?:- +)?([a-z0-9_-]+):(?: |$)/;
const GOES_BELOW = /:\s+[|>][+-]?\s*$/; // the text of this key stands on the lines below it
const IN_TEXT = [
  { begins: /\[@([a-z0-9-]*)$/, ids: "sources", ends: "]" },
  { begins: /\(glossary:([a-z0-9-]*)$/, ids: "terms", ends: ")" },
  { begins: /\[=([a-z0-9-]*)$/, ids: "values", ends: "]" },
];
const OWN = new Set(["scenes", "seats"]);

/**
 * What may be written where the cursor is.
 * @param {Lines} lines
 * @param {number} at the number of the line, from 0
 * @param {string} before what stands on that line before the cursor
 * @param {Known} known
 * @returns {Found | null} `from` is where the word begins on its line
 */
export function suggest(lines, at, before, known) {
  const inText = citation(before, known);
  if (inText) return inText;
  const margin = before.length - before.trimStart().length;
  const groups = groupsAround(lines, at, margin);
  if (groups.some((group) => group.isText)) return null;
  const node = nodeAt(groups, lines, known);
  const key = /^( *)([a-z0-9_-]*)$/.exec(before);
  if (key) return found(before, key[2], keysOf(node, lines, at, margin, known));
  const value = /^ *(?:- +)?(?:([a-z0-9_-]+): +)?(.*)$/.exec(before);
  const written = value[2];
  const below = value[1] ? merged(step(node, value[1]), known) : node;
  if (/^\{[^}]*$/.test(written)) {
    const word = /(?:^\{|,) *([a-z0-9_-]*)$/.exec(written);
    return word && found(before, word[1], Object.keys(below.keys ?? {}).map((label) => ({ label, apply: `${label}: ` })));
  }
  const word = /(?:^\[|^|, *)([a-z0-9_-]*)$/.exec(written);
  return word && found(before, word[1], valuesOf(below, lines, known));
}

/** The ids of a register after what begins a reference in a text. */
function citation(before, known) {
  for (const { begins, ids, ends } of IN_TEXT) {
    const match = begins.exec(before);
    if (match) {
      const options = (known.ids[ids] ?? []).map(([label, detail]) => ({ label, detail, apply: label + ends }));
      return found(before, match[1], options);
    }
  }
  return null;
}

function found(before, word, options) {
  return options.length ? { from: before.length - word.length, word, options } : null;
}

/** The keys above a line under which it stands, the outermost first. */
function groupsAround(lines, at, margin) {
  const groups = [];
  let deepest = margin;
  for (let number = at - 1; number >= 0 && deepest > 0; number -= 1) {
    const text = lines.line(number);
    const key = KEY.exec(text);
    if (key && key[1].length < deepest) {
      groups.unshift({ key: key[2], number, margin: key[1].length, isText: GOES_BELOW.test(text) });
      deepest = key[1].length;
    }
  }
  return groups;
}

function nodeAt(groups, lines, known) {
  let node = merged(known.root, known);
  for (const group of groups) node = merged(step(node, group.key), known, kindIn(lines, group));
  return node;
}

function step(node, key) {
  return (Object.hasOwn(node.keys ?? {}, key) ? node.keys[key] : node.each) ?? {};
}

/** The node with what it refers to; of several kinds that one, or what any of them may have. */
function merged(node, known, kind = "") {
  const own = node.is ? { ...merged(known.parts[node.is], known, kind), ...node } : node;
  if (!own.kinds) return own;
  const kinds = Object.hasOwn(own.kinds, kind) ? [own.kinds[kind]] : Object.values(own.kinds);
  const keys = {};
  for (const one of kinds.map((part) => merged(part, known))) {
    for (const [key, below] of Object.entries(one.keys ?? {})) {
      const words = [...(keys[key]?.words ?? []), ...(below.words ?? [])];
      keys[key] = { ...below, ...keys[key], ...(words.length ? { words: [...new Set(words)] } : {}) };
    }
  }
  return { ...own, keys };
}

/** The lines directly in a group: those with the margin of its first one. */
function* linesIn(lines, number, margin) {
  let own = -1;
  for (let below = number + 1; below < lines.count; below += 1) {
    const text = lines.line(below);
    if (!text.trim()) continue;
    const indent = text.length - text.trimStart().length;
    if (indent <= margin) return;
    if (own < 0) own = indent;
    if (indent === own) yield [below, text];
  }
}

function kindIn(lines, group) {
  for (const [, text] of linesIn(lines, group.number, group.margin)) {
    const kind = /^ *kind: +([a-z]+)/.exec(text);
    if (kind) return kind[1];
  }
  return "";
}

/** Keys that the group of a line does not have yet. */
function keysOf(node, lines, at, margin, known) {
  const there = new Set(keysBeside(lines, at, margin));
  const named = node.named ? ownIds(lines, node.named).map(([label, detail]) => [label, { info: detail }]) : [];
  return [...Object.entries(node.keys ?? {}), ...named]
    .filter(([label]) => !there.has(label))
    .map(([label, below]) => ({ label, info: below.info, apply: `${label}:${isGroup(below, known) ? "" : " "}` }));
}

function isGroup(node, known) {
  const whole = merged(node, known);
  return Boolean((whole.keys || whole.each) && !whole.of);
}

/** The keys at the same margin in the same group, above and below. */
function* keysBeside(lines, at, margin) {
  for (const way of [-1, 1]) {
    for (let number = at + way; number >= 0 && number < lines.count; number += way) {
      const text = lines.line(number);
      if (!text.trim()) continue;
      const indent = text.length - text.trimStart().length;
      if (indent < margin) break;
      const key = indent === margin && KEY.exec(text);
      if (key) yield key[2];
    }
  }
}

function valuesOf(node, lines, known) {
  const words = (node.words ?? node.each?.words ?? []).map((label) => ({ label }));
  const ids = node.of ? (OWN.has(node.of) ? ownIds(lines, node.of) : known.ids[node.of] ?? []) : [];
  return [...words, ...ids.map(([label, detail]) => ({ label, detail }))];
}

/** The ids of a group of the file itself, each with what stands on its line. */
function ownIds(lines, name) {
  for (let number = 0; number < lines.count; number += 1) {
    if (lines.line(number).startsWith(`${name}:`)) {
      const ids = [...linesIn(lines, number, 0)].map(([, text]) => /^ *([a-z0-9-]+): *(.*)$/.exec(text));
      return ids.filter(Boolean).map(([, id, said]) => [id, said]);
    }
  }
  return [];
}
