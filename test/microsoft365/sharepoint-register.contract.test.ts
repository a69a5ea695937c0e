import { registerContract } from '../register/register-contract.ts';
import { columnOf, itemOf, provisionedSite } from '../support/sharepoint.ts';

registerContract('the register in Microsoft lists', 'lasting', async (lists) => {
  const { double, open } = await provisionedSite(lists);
  const register = await open();
  return {
    register,
    dispose: async () => {
      await register.close();
      await double.close();
    },
    store: {
      openAgain: () => open(),
      editByHand: async (definition, key, field, cell) => {
        double.hands.edit(definition.title, itemOf(double, definition, key), { [columnOf(definition, field)]: cell });
      },
      removeByHand: async (definition, key) => double.hands.remove(definition.title, itemOf(double, definition, key)),
    },
  };
});
