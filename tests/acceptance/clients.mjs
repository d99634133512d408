// Asks what stands on standard input over gRPC and over HTTP, and writes what came back.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [folder, address, base] = process.argv.slice(2);
const { Client, plain, value } = await import(pathToFileURL(`${folder}/grpc.js`));
const { HttpClient } = await import(pathToFileURL(`${folder}/http.js`));
const client = new Client(address);
const overHttp = new HttpClient(base);
const asked = JSON.parse(readFileSync(0, 'utf8'));

const told = async (call) => {
  try {
    return { answer: await call() };
  } catch (error) {
    const { name, code, reason, message, violations, requestId } = error;
    return { error: { name, code, reason, message, violations, hasId: requestId !== '' } };
  }
};

const answers = [];
for (const { service, method, request } of asked) {
  answers.push({
    grpc: await told(() => client[method](request)),
    http: await told(() => overHttp.call(service, method, request)),
  });
}
client.close();
const values = [null, true, 7.05, '7.05', [1, 'a'], { 收缩压: 165, 舒张压: null }];
process.stdout.write(JSON.stringify({ answers, values: values.map((each) => plain(value(each))) }));
