// Draws /openapi.json. Everything from the document is set as text, never as HTML.
'use strict';

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const code = (text) => make('code', {}, text);
const anchor = (text) => text.replace(/[^A-Za-z0-9]+/g, '-');

// One shape in a line: words, and links to shapes that have names.
function shape(schema) {
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return [make('a', { href: '#shape-' + anchor(name) }, name)];
  }
  if (schema.anyOf) {
    return schema.anyOf.flatMap((each, index) => (index ? [' or ', ...shape(each)] : shape(each)));
  }
  if (schema.enum) return [schema.enum.join(' | ')];
  if (schema.type === 'array') return ['list of ', ...shape(schema.items)];
  if (schema.type === 'object' && schema.additionalProperties) {
    return ['by name: ', ...shape(schema.additionalProperties)];
  }
  const limits = [];
  if (schema.minimum !== undefined && schema.minimum > -2147483648) limits.push('from ' + schema.minimum);
  if (schema.maximum !== undefined && schema.maximum < 2147483647) limits.push('to ' + schema.maximum);
  if (schema.pattern) limits.push(schema.pattern);
  if (schema.format) limits.push(schema.format);
  return [[schema.type || 'anything', ...limits].join(' ')];
}

function table(head, rows) {
  return make('div', { class: 'scroll' }, make('table', {},
    make('thead', {}, make('tr', {}, ...head.map((cell) => make('th', {}, cell)))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map((cell) => make('td', {}, ...[cell].flat())))))));
}

function parameters(list) {
  return table(['name', 'in', 'shape', 'for'], list.map((each) => [
    [code(each.name), each.required ? ' (needed)' : ''],
    each.in,
    [...shape(each.schema), each.schema.default !== undefined ? `; else ${each.schema.default}` : ''],
    each.description || '',
  ]));
}

function content(what, has) {
  return Object.entries(has.content || {}).flatMap(([type, media]) =>
    [make('h4', {}, what), make('p', {}, code(type), ' ', ...shape(media.schema),
      media.schema.description ? '. ' + media.schema.description : '')]);
}

function route(path, verb, operation, roles) {
  const right = operation['x-right'];
  const open = operation.security && operation.security.length === 0;
  const may = Object.keys(roles).filter((role) => roles[role].includes(right));
  const body = make('div', {},
    make('p', {}, operation.description),
    make('p', { class: 'right' }, `Right ${right}: ` + (open ? 'everybody' : may.join(', '))));
  if (operation.parameters.length) body.append(make('h4', {}, 'Parameters'), parameters(operation.parameters));
  if (operation.requestBody) body.append(...content('Body', operation.requestBody));
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (status === '200') body.append(...content('Answer', answer));
  }
  body.append(make('h4', {}, 'Refusals'), table(['status', 'means', 'shape'],
    Object.entries(operation.responses).filter(([status]) => status !== '200').map(([status, answer]) =>
      [status, answer.description, Object.values(answer.content || {}).flatMap((media) => shape(media.schema))])));
  return make('details', { id: operation.operationId, 'data-text': `${verb} ${path} ${operation.description}`.toLowerCase() },
    make('summary', {}, make('span', { class: 'verb' }, verb.toUpperCase()), code(path), ' ', operation.summary), body);
}

function named(name, schema) {
  const needed = schema.required || [];
  return make('details', { id: 'shape-' + anchor(name) }, make('summary', {}, name),
    make('div', {}, table(['name', 'shape', 'for'], Object.entries(schema.properties || {}).map(([field, of]) => [
      [code(field), needed.includes(field) ? '' : ' (may be missing)'], shape(of), of.description || '']))));
}

function roleTable(roles) {
  const names = Object.keys(roles);
  const rights = [...new Set(names.flatMap((name) => roles[name]))].sort();
  return table(['right', ...names], rights.map((right) =>
    [code(right), ...names.map((name) => (roles[name].includes(right) ? '✓' : ''))]));
}

function draw(api) {
  document.getElementById('about').textContent = `${api.info.description} Release ${api.info.version}.`;
  const areas = new Map();
  for (const [path, verbs] of Object.entries(api.paths)) {
    for (const [verb, operation] of Object.entries(verbs)) {
      const area = operation.tags[0];
      if (!areas.has(area)) areas.set(area, []);
      areas.get(area).push([path, verb, operation]);
    }
  }
  const index = document.getElementById('index');
  const routes = document.getElementById('routes');
  for (const area of [...areas.keys()].sort()) {
    index.append(make('h2', {}, area));
    routes.append(make('h2', {}, area));
    for (const [path, verb, operation] of areas.get(area)) {
      index.append(make('a', { href: '#' + operation.operationId }, verb.toUpperCase() + ' ' + path));
      routes.append(route(path, verb, operation, api['x-roles']));
    }
  }
  index.append(make('h2', {}, make('a', { href: '#shapes-title' }, 'Shapes')),
    make('h2', {}, make('a', { href: '#roles-title' }, 'Roles and rights')));
  document.getElementById('shapes').append(
    ...Object.entries(api.components.schemas).map(([name, schema]) => named(name, schema)));
  document.getElementById('roles').append(roleTable(api['x-roles']));
  addEventListener('hashchange', openTarget);
  openTarget();
}

function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.tagName === 'DETAILS') {
    target.open = true;
    target.scrollIntoView();
  }
}

document.getElementById('search').addEventListener('input', (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const each of document.querySelectorAll('#routes details')) {
    const hidden = !each.dataset.text.includes(wanted);
    each.hidden = hidden;
    document.querySelector(`nav a[href="#${each.id}"]`).hidden = hidden;
  }
});

fetch('/openapi.json')
  .then((answer) => answer.json())
  .then(draw)
  .catch((failure) => {
    document.getElementById('about').textContent = `The description cannot be read: ${failure}`;
  });
