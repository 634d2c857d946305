// Prints Bicep files as JSON: node parse.mjs FILE…
//
// Literals, objects and arrays are themselves; {"expression": "…"} is the text of anything else, and
// {"each": …, "in": …, "body": …} a loop.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

const named = (node, type) => node.namedChildren.filter((child) => !type || child.type === type);

function text(node) {
  const raw = node.text;
  if (raw.startsWith("'''")) {
    return raw.slice(3, -3);
  }
  return raw.slice(1, -1).replace(/\\(u\{([0-9a-fA-F]+)\}|.)/g, (all, one, code) =>
    code ? String.fromCodePoint(parseInt(code, 16)) : { n: '\n', r: '\r', t: '\t' }[one] ?? one);
}

function value(node) {
  switch (node.type) {
    case 'string':
      return named(node, 'interpolation').length > 0 ? { expression: node.text } : text(node);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'array':
      return named(node).filter((child) => child.type !== 'comment').map(value);
    case 'object':
      return object(node);
    case 'for_statement':
      return loop(node);
    default:
      return { expression: node.text };
  }
}

function object(node) {
  const members = {};
  for (const property of named(node, 'object_property')) {
    const children = named(property).filter((child) => child.type !== 'comment');
    if (children[0].type === 'resource_declaration') {
      continue;
    }
    const key = children[0].type === 'string' ? text(children[0]) : children[0].text;
    members[key] = value(children[children.length - 1]);
  }
  return members;
}

function loop(node) {
  const body = node.childForFieldName('body');
  const children = named(node).filter((child) => child.id !== body.id && child.type !== 'comment');
  return {
    each: children.slice(0, -1).map((child) => child.text).join(', '),
    in: value(children[children.length - 1]),
    body: value(body),
  };
}

function nested(node) {
  return node.descendantsOfType('resource_declaration').filter((child) => child.id !== node.id);
}

function resource(node) {
  const type = text(named(node, 'string')[0]);
  const at = type.indexOf('@');
  const body = named(node).filter((child) => child.type !== 'comment').at(-1);
  return {
    symbol: named(node, 'identifier')[0].text,
    type: at < 0 ? type : type.slice(0, at),
    apiVersion: at < 0 ? '' : type.slice(at + 1),
    existing: node.children.some((child) => child.type === 'existing' || child.text === 'existing'),
    line: node.startPosition.row + 1,
    body: value(body),
    nested: nested(node).map(resource),
  };
}

function errors(node, found = []) {
  if (node.isError || node.isMissing) {
    found.push({ line: node.startPosition.row + 1, text: node.text.slice(0, 60) });
  }
  node.children.forEach((child) => errors(child, found));
  return found;
}

// Names that expressions use, as against those of declarations, members and types.
function references(root) {
  return root.descendantsOfType('identifier')
    .filter((node) => {
      const parent = node.parent;
      const first = parent.namedChildren[0]?.id === node.id;
      const declares = parent.type.endsWith('_declaration') || parent.type === 'object_property';
      const loops = parent.type === 'for_statement' && parent.childForFieldName('body').id !== node.id;
      return !(declares && first) && !(loops && first) && parent.type !== 'type';
    })
    .map((node) => node.text);
}

function loopVariables(root) {
  return root.descendantsOfType('for_statement')
    .flatMap((node) => loop(node).each.split(/[(),\s]+/))
    .filter((name) => name !== '');
}

function parse(path) {
  const source = fs.readFileSync(path, 'utf8');
  const root = parser.parse(source).rootNode;
  const file = { path, errors: errors(root), references: references(root), loopVariables: loopVariables(root), parameters: [], variables: {}, resources: [], modules: [], outputs: [] };
  let decorators = [];
  for (const node of root.namedChildren) {
    const name = named(node, 'identifier')[0]?.text;
    const children = named(node).filter((child) => child.type !== 'comment');
    switch (node.type) {
      case 'decorators':
        decorators = named(node, 'decorator').map((decorator) => decorator.text);
        continue;
      case 'parameter_declaration':
        file.parameters.push({
          name,
          type: named(node, 'type')[0]?.text,
          decorators,
          ...(children.at(-1).type === 'type' ? {} : { default: value(children.at(-1)) }),
        });
        break;
      case 'variable_declaration':
        file.variables[name] = value(children.at(-1));
        break;
      case 'resource_declaration':
        file.resources.push(resource(node));
        break;
      case 'module_declaration':
        file.modules.push({ symbol: name, path: text(named(node, 'string')[0]), body: value(children.at(-1)) });
        break;
      case 'output_declaration':
        file.outputs.push({ name, type: named(node, 'type')[0]?.text, value: value(children.at(-1)) });
        break;
      default:
    }
    if (node.type !== 'comment') {
      decorators = [];
    }
  }
  return file;
}

console.log(JSON.stringify(process.argv.slice(2).map(parse)));
