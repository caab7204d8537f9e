import type { BeforeTune, Link } from '@alyson/schema';
import type { ReactNode } from 'react';
import { landingUrlInTune, linkAddressOf, withParameter } from '../../../lib/link-address.ts';
import { useMe } from '../../../lib/me.ts';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { useCurrentAgents, useCurrentExperiment } from '../current-experiment.ts';

/** How a link works together with TUNE, in words, with what is to be pasted where. */
export function TuneGuide({ link }: { link: Link }) {
  if (link.beforeTune) return <BeforeTuneGuide link={link} beforeTune={link.beforeTune} />;
  if (link.kind !== 'slug' && link.kind !== 'path') return <TakenOverGuide link={link} />;
  return <BehindTuneGuide link={link} />;
}

const Step = ({ children }: { children: ReactNode }) => <p className="text-14">{children}</p>;

function BehindTuneGuide({ link }: { link: Link }) {
  const { routerUrl } = useMe();
  const address = linkAddressOf(link, routerUrl);
  return (
    <div className="flex flex-col gap-3">
      <Step>
        <strong className="font-semibold">Without TUNE:</strong> give affiliates this address. Their parameters go on to
        the landing page as they came, and a click without a utm_content gets one from this router.
      </Step>
      <CodeBlock code={address} copyLabel="Copy address" />
      <Step>
        <strong className="font-semibold">Behind TUNE:</strong> affiliates keep their TUNE links. TUNE records the click
        and pays, then sends it here. Paste this as the offer's URL in TUNE:
      </Step>
      <CodeBlock
        code={withParameter(address, 'utm_content', '{transaction_id}')}
        copyLabel="Copy the offer URL for TUNE"
      />
      <p className="text-13 text-muted">
        TUNE fills in its transaction_id, which becomes the utm_content that leads and revenue are joined by.
      </p>
    </div>
  );
}

function TakenOverGuide({ link }: { link: Link }) {
  return (
    <div className="flex flex-col gap-3">
      <Step>
        Affiliates keep the links that TUNE gave them. They lead here as soon as the host name in them points to this
        router{link.host === null ? '' : `: let ${link.host} do that in your DNS`}.
      </Step>
      <p className="text-13 text-muted">
        TUNE then no longer sees these clicks. Where it should still record and pay for them, change the link so that
        TUNE follows after this router.
      </p>
    </div>
  );
}

function BeforeTuneGuide({ link, beforeTune }: { link: Link; beforeTune: BeforeTune }) {
  const { id } = useCurrentExperiment();
  const agents = useCurrentAgents();
  const { routerUrl } = useMe();
  return (
    <div className="flex flex-col gap-3">
      <Step>
        <strong className="font-semibold">Before TUNE:</strong> give affiliates this address. This router chooses the
        agent, then TUNE records the click, pays, and sends it on to the page of that agent's url_id.
      </Step>
      <CodeBlock code={linkAddressOf(link, routerUrl)} copyLabel="Copy address" />
      <Step>
        In TUNE, offer {beforeTune.offerId}, give each landing page this URL, so that our click id reaches it as
        utm_content:
      </Step>
      <ul className="flex flex-col gap-3">
        {agents.map((agent) => (
          <li key={agent.id} className="flex flex-col gap-1.5">
            <span className="flex flex-wrap items-center gap-x-2 text-13">
              <AgentChip letter={agent.letter} name={agent.name} />
              <span className="text-muted">
                {agent.tuneUrlId === null ? "the offer's default URL" : `url_id ${agent.tuneUrlId}`}
              </span>
            </span>
            <CodeBlock
              code={landingUrlInTune(agent, id, beforeTune)}
              copyLabel={`Copy the URL of agent ${agent.letter} for TUNE`}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
