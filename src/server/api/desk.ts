import { accept } from '../../assurance/outcome.ts';
import { myDesk } from '../../assurance/desk/my-desk.ts';
import { me } from '../../assurance/partnership/me.ts';
import type { Endpoints } from './endpoint.ts';

/** Who I am, and what I owe. */
export const deskEndpoints: Endpoints<'me' | 'myDesk'> = {
  me: { permission: 'everybody in the register', answer: ({ snapshot, viewer, moment }) => accept(me(snapshot, viewer, moment.today)) },
  myDesk: { permission: 'everybody in the register', answer: ({ snapshot, viewer, moment }) => accept(myDesk(snapshot, viewer, moment.today)) },
};
