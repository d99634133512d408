// The service asked over gRPC, with the official library.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { CallError, said } from './errors.js';
import { plain, turned, value } from './values.js';

export { CallError } from './errors.js';
export { plain, value } from './values.js';

const PACKAGE = 'chronicare.api.v1';
const PROTOS = fileURLToPath(new URL('../../', import.meta.url));
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const DETAILS = `
syntax = "proto3";
package google.rpc;
message Any { string type_url = 1; bytes value = 2; }
message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
message BadRequest {
  message FieldViolation { string field = 1; string description = 2; string reason = 3; }
  repeated FieldViolation field_violations = 1;
}
message Duration { int64 seconds = 1; int32 nanos = 2; }
message RetryInfo { Duration retry_delay = 1; }
`;

/** Read the contract from the folder `protos`. */
export function contract(protos = PROTOS) {
  const folder = path.join(protos, ...PACKAGE.split('.'));
  const files = readdirSync(folder).filter((each) => each.endsWith('.proto')).map((each) => path.join(folder, each));
  const options = { includeDirs: [protos], longs: Number, enums: String, oneofs: true, defaults: true };
  return loader.loadSync(files, options);
}

/**
 * Asks the service at `address` (`127.0.0.1:50051`). A method is called as the contract names it and takes a request in JSON
 * form (`areaCode`): `await client.CheckRecognition({…})`. Values are what JavaScript has: `value: 126`, `value: true`.
 */
export class Client {
  constructor(address, { credentials = grpc.credentials.createInsecure(), token = null, timeoutMs = 30_000, protos } = {}) {
    this.definition = contract(protos);
    this.token = token;
    this.timeoutMs = timeoutMs;
    const made = grpc.loadPackageDefinition(this.definition).chronicare.api.v1;
    const options = { 'grpc.max_receive_message_length': MAX_ANSWER_BYTES };
    this.stubs = Object.values(made).filter((each) => each.service).map((each) => new each(address, credentials, options));
    for (const stub of this.stubs) {
      for (const [method, described] of Object.entries(Object.getPrototypeOf(stub).constructor.service)) {
        if (described.requestStream || described.responseStream) continue;
        this[method] = (request, options) => this.#call(stub, method, described, request, options);
      }
    }
  }

  close() {
    for (const stub of this.stubs) stub.close();
  }

  #call(stub, method, described, request, { requestId = null } = {}) {
    const asked = turned(request, `${PACKAGE}.${described.requestType.type.name}`, this.definition, value);
    const metadata = new grpc.Metadata();
    if (this.token !== null) metadata.set('authorization', `Bearer ${this.token}`);
    if (requestId !== null) metadata.set('x-request-id', requestId);
    const deadline = Date.now() + this.timeoutMs;
    return new Promise((resolve, reject) => {
      stub[method](asked, metadata, { deadline }, (error, answer) => {
        try {
          if (error) reject(failed(error));
          else resolve(turned(answer, `${PACKAGE}.${described.responseType.type.name}`, this.definition, plain));
        } catch (fault) {
          reject(fault);
        }
      });
    });
  }
}

const RPC = protobuf.parse(DETAILS, { keepCase: false }).root;

/** Return the error a call that failed is told as. */
function failed(error) {
  const name = grpc.status[error.code];
  const written = error.metadata?.get('grpc-status-details-bin')[0];
  const details = written ? RPC.lookupType('google.rpc.Status').decode(written).details.map(read) : [];
  const [requestId = ''] = error.metadata?.get('x-request-id') ?? [];
  return new CallError({
    code: name === 'CANCELLED' ? 'canceled' : name.toLowerCase(), message: error.details, requestId, ...said(details),
  });
}

function read({ typeUrl, value: bytes }) {
  const type = typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
  const kind = RPC.lookupType(type);
  const debug = kind.toObject(kind.decode(bytes), { longs: Number, defaults: true });
  if (debug.retryDelay) debug.retryDelay = `${debug.retryDelay.seconds}s`;
  return { type, debug };
}
