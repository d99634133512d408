// The service asked over HTTP, with nothing but `fetch`.

import { CallError, said } from './errors.js';

const PACKAGE = 'chronicare.api.v1';

/** Asks the service at `base` (`http://127.0.0.1:8080`). Values, requests and answers are plain JSON. */
export class HttpClient {
  constructor(base, { token = null, timeoutMs = 30_000 } = {}) {
    Object.assign(this, { base: base.replace(/\/$/, ''), token, timeoutMs });
  }

  /** Return the answer of `method` of `service` to `request`. Rejects with CallError. */
  async call(service, method, request, { requestId = null } = {}) {
    const headers = { 'content-type': 'application/json', 'connect-protocol-version': '1' };
    headers['connect-timeout-ms'] = String(this.timeoutMs);
    if (this.token !== null) headers.authorization = `Bearer ${this.token}`;
    if (requestId !== null) headers['x-request-id'] = requestId;
    const answer = await fetch(`${this.base}/${PACKAGE}.${service}/${method}`, {
      method: 'POST', headers, body: JSON.stringify(request), signal: AbortSignal.timeout(this.timeoutMs),
    });
    const body = await answer.json();
    if (answer.ok) return body;
    const { code, message, details = [] } = body;
    throw new CallError({ code, message, requestId: answer.headers.get('x-request-id') ?? '', ...said(details) });
  }
}
