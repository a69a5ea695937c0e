import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A process of its own that takes whatever a bot writes to Teams and keeps none of it, so that a bench measures the bot alone. */
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(201, { 'Content-Type': 'application/json' });
    response.end('{"id":"m1"}');
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
});
process.once('disconnect', () => { process.exit(0); });
