import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate that it signs itself, as PEM, made for one test: no key ever lies in a folder. */
export function selfSigned(): { readonly certificate: string; readonly privateKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), Buffer.from('0500', 'hex'));
  const name = sequence(block(0x31, sequence(Buffer.from('0603550403', 'hex'), block(0x0c, Buffer.from('test')))));
  const validity = sequence(block(0x17, Buffer.from('200101000000Z')), block(0x17, Buffer.from('490101000000Z')));
  const content = sequence(block(0xa0, block(0x02, Buffer.from([2]))), block(0x02, Buffer.from([1])), algorithm, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = block(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]));
  const lines = sequence(content, algorithm, signature).toString('base64').match(/.{1,64}/g) ?? [];
  return {
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return block(0x30, Buffer.concat(parts));
}

/** One value in the encoding of certificates (DER): its type, its length, itself. */
function block(type: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}
