import { memoryRegister } from '../support/memory-register.ts';
import { registerContract } from './register-contract.ts';

registerContract('the register of the tests', 'passing', async (lists) => {
  const register = memoryRegister([], lists);
  return { register, dispose: () => register.close() };
});
