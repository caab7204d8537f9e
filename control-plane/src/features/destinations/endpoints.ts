import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { getDelivery, listDeliveries } from './list-deliveries.ts';
import { getPostback, getSubscription, listPostbacks, listSubscriptions } from './list-destinations.ts';
import { previewPostback } from './preview-postback.ts';
import { removeDestination } from './remove-destination.ts';
import { resendDelivery, resendGivenUp, testDestination } from './resend-deliveries.ts';
import { changePostback, createPostback } from './save-postback.ts';
import { changeSubscription, createSubscription, rotateSubscriptionSecret } from './save-subscription.ts';
import { showPostback, showSubscription } from './show-destination.ts';

export function registerDestinations(app: App): void {
  mount(app, endpoints.listPostbacks, listPostbacks);
  mount(app, endpoints.createPostback, createPostback);
  mount(app, endpoints.previewPostback, previewPostback);
  mount(app, endpoints.getPostback, (ctx, { params }) => getPostback(ctx, params.postbackId));
  mount(app, endpoints.changePostback, changePostback);
  mount(app, endpoints.removePostback, async (ctx, { params, ifMatch }) =>
    showPostback(await removeDestination(ctx, params.postbackId, 'postback', ifMatch)),
  );
  mount(app, endpoints.listSubscriptions, listSubscriptions);
  mount(app, endpoints.createSubscription, createSubscription);
  mount(app, endpoints.getSubscription, (ctx, { params }) => getSubscription(ctx, params.subscriptionId));
  mount(app, endpoints.changeSubscription, changeSubscription);
  mount(app, endpoints.rotateSubscriptionSecret, rotateSubscriptionSecret);
  mount(app, endpoints.removeSubscription, async (ctx, { params, ifMatch }) =>
    showSubscription(await removeDestination(ctx, params.subscriptionId, 'subscription', ifMatch)),
  );
  mount(app, endpoints.listDeliveries, listDeliveries);
  mount(app, endpoints.resendGivenUp, resendGivenUp);
  mount(app, endpoints.testDestination, testDestination);
  mount(app, endpoints.getDelivery, getDelivery);
  mount(app, endpoints.resendDelivery, resendDelivery);
}
