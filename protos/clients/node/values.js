// Values as JavaScript has them ⇄ google.protobuf.Value as proto-loader has it.

const VALUE = 'google.protobuf.Value';
const MESSAGE = 'TYPE_MESSAGE';

/** Make a google.protobuf.Value of a number, text, truth value, null, list or object. */
export function value(plain) {
  if (plain === null || plain === undefined) return { kind: 'nullValue', nullValue: 'NULL_VALUE' };
  if (typeof plain === 'number') {
    if (!Number.isFinite(plain)) throw new TypeError(`no value: ${plain}`);
    return { kind: 'numberValue', numberValue: plain };
  }
  if (typeof plain === 'boolean') return { kind: 'boolValue', boolValue: plain };
  if (typeof plain === 'string') return { kind: 'stringValue', stringValue: plain };
  if (Array.isArray(plain)) return { kind: 'listValue', listValue: { values: plain.map(value) } };
  if (Object.getPrototypeOf(plain) === Object.prototype) {
    const fields = Object.fromEntries(Object.entries(plain).map(([name, each]) => [name, value(each)]));
    return { kind: 'structValue', structValue: { fields } };
  }
  throw new TypeError(`no value: ${plain}`);
}

/** Return what a google.protobuf.Value says. */
export function plain(message) {
  switch (message.kind) {
    case 'numberValue': return message.numberValue;
    case 'boolValue': return message.boolValue;
    case 'stringValue': return message.stringValue;
    case 'listValue': return (message.listValue.values ?? []).map(plain);
    case 'structValue': return Object.fromEntries(
      Object.entries(message.structValue.fields ?? {}).map(([name, each]) => [name, plain(each)]));
    default: return null;
  }
}

/**
 * Return `message`, of the type called `name` in `definition`, with every google.protobuf.Value in it turned by `turn`
 * (`value` on the way out, `plain` on the way back). A field that the type does not have is an error: proto-loader would
 * leave it out, and what is not reported is not known. Fields are named as in JSON (`areaCode`) or as in the protos.
 */
export function turned(message, name, definition, turn) {
  if (name === VALUE) return turn(message);
  const type = definition[name]?.type;
  if (type === undefined || message === null || typeof message !== 'object') return message;
  const fields = new Map(type.field.map((field) => [camel(field.name), field]));
  const made = {};
  for (const [key, each] of Object.entries(message)) {
    if (key.startsWith('_')) continue; // proto-loader's own: whether an optional field is set
    const own = camel(key);
    const field = fields.get(own);
    if (field === undefined) {
      if (!type.oneofDecl.some((one) => camel(one.name) === key)) throw new TypeError(`${name} has no field ${key}`);
      made[key] = each; // which field of several is set
      continue;
    }
    const inner = field.type === MESSAGE ? resolved(field.typeName, name, definition) : null;
    if (inner === null || (each === null && inner !== VALUE) || each === undefined) made[own] = each;
    else if (field.label === 'LABEL_REPEATED') {
      made[own] = Array.isArray(each) ? each.map((one) => turned(one, inner, definition, turn)) : each; // or a map of texts
    } else made[own] = turned(each, inner, definition, turn);
  }
  return made;
}

/** Return the full name of a type that is called `written` within the type `within`. */
function resolved(written, within, definition) {
  if (written.startsWith('.')) return written.slice(1);
  for (let scope = within; scope; scope = scope.slice(0, Math.max(scope.lastIndexOf('.'), 0))) {
    if (definition[`${scope}.${written}`]) return `${scope}.${written}`;
  }
  return written;
}

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}
