// Why a call has no answer, the same whichever way it went.

/** `code` is the status as Connect names it, `reason` the stable name to program by, `violations` the fields that are wrong. */
export class CallError extends Error {
  constructor({ code, message, reason = '', metadata = {}, violations = [], retrySeconds = null, requestId = '' }) {
    super(message);
    this.name = 'CallError';
    Object.assign(this, { code, reason, metadata, violations, retrySeconds, requestId });
  }
}

/** Put together what the details of a status say: each has a `type` and is plain JSON in `debug`. */
export function said(details) {
  const found = {};
  for (const { type, debug } of details) {
    if (type === 'google.rpc.ErrorInfo') Object.assign(found, { reason: debug.reason, metadata: debug.metadata ?? {} });
    if (type === 'google.rpc.BadRequest') found.violations = debug.fieldViolations ?? [];
    if (type === 'google.rpc.RetryInfo') found.retrySeconds = Number.parseFloat(debug.retryDelay);
  }
  return found;
}
