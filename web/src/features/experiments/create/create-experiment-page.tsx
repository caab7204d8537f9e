import { getRouteApi } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight, CalendarClock, Play } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type FieldErrors, type FieldPath, FormProvider } from 'react-hook-form';
import { useMe, useRefusal } from '../../../lib/me.ts';
import { BottomBar } from '../../../ui/bottom-bar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { AgentsStep } from './agents-step.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { listErrors } from './field-error.ts';
import { forgetDraft } from './form-draft.ts';
import { emptyForm, type FormValues } from './form-values.ts';
import { LeaveGuard } from './leave-guard.tsx';
import { LinksStep } from './links-step.tsx';
import { OptimizeStep } from './optimize-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { ScheduleStep } from './schedule-step.tsx';
import { SplitStep } from './split-step.tsx';
import { StepList } from './step-list.tsx';
import { STEPS, type Step, stepOf } from './steps.ts';
import { useExperimentForm } from './use-experiment-form.ts';
import { type Intent, useSubmit } from './use-submit.ts';

const route = getRouteApi('/signed-in/experiments/new');

const CONTENT: Record<Step, () => ReactNode> = {
  links: LinksStep,
  agents: AgentsStep,
  split: SplitStep,
  optimize: OptimizeStep,
  schedule: ScheduleStep,
  review: ReviewStep,
};

/** Guided creation: one step after the other, or any step at any time. */
export function CreateExperimentPage() {
  const { step = 'links' } = route.useSearch();
  const navigate = route.useNavigate();
  const { workspace } = useMe();
  const refusal = useRefusal('experiment:write');
  const { form, wasRestored } = useExperimentForm(workspace.timezone);
  const [isRestoreShown, setIsRestoreShown] = useState(wasRestored);
  const { errors, isDirty, submitCount } = form.formState;
  const problems = submitCount > 0 ? listErrors(errors) : [];
  const faulty = new Set(problems.flatMap(({ path }) => stepOf(path) ?? []));

  const goTo = (next: Step) => navigate({ search: { step: next } });
  const { submit, intent, failure } = useSubmit(form, () => goToFirstOf(form.formState.errors));
  const focusField = useFocusAfterStep(step, (path) => form.setFocus(path as FieldPath<FormValues>));

  const goToPath = (path: string) => {
    void goTo(stepOf(path) ?? step);
    focusField(path);
  };
  const goToFirstOf = (found: FieldErrors<FormValues>) => {
    const [first] = listErrors(found);
    if (first) goToPath(first.path);
  };
  const save = (chosen: Intent) => form.handleSubmit((input) => submit(input, chosen), goToFirstOf)();

  const startOver = () => {
    forgetDraft();
    form.reset(emptyForm(workspace.timezone));
    setIsRestoreShown(false);
    void goTo('links');
  };

  const hasStart = form.watch('startsAt.time') !== '';
  const Content = CONTENT[step];
  const at = STEPS.indexOf(step);
  const next = STEPS[at + 1];
  const previous = STEPS[at - 1];
  return (
    <FormProvider {...form}>
      <PageHeader
        title="New experiment"
        parent={{ label: 'Experiments', to: '/experiments' }}
        facts="Nothing carries traffic until it is started."
      />
      <LeaveGuard isDirty={isDirty && intent === null} />
      <form
        noValidate
        className="grid gap-x-8 gap-y-4 lg:grid-cols-[200px_minmax(0,720px)]"
        onSubmit={(event) => {
          event.preventDefault();
          // Enter goes on; only the review's own buttons save.
          if (next) void goTo(next);
        }}
      >
        <div className="lg:sticky lg:top-20 lg:self-start">
          <StepList current={step} faulty={faulty} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isRestoreShown && (
            <Notice>
              This is what you typed before.{' '}
              <button type="button" className="rounded-sm font-medium underline underline-offset-3" onClick={startOver}>
                Start over
              </button>
            </Notice>
          )}
          <ErrorSummary errors={problems} failure={failure} onGoTo={goToPath} />
          <Content />
          <BottomBar className="pt-2">
            {previous && (
              <Button icon={ArrowLeft} className="max-sm:flex-none!" onClick={() => void goTo(previous)}>
                <span className="max-sm:sr-only">Back</span>
              </Button>
            )}
            <span className="flex-1 max-sm:hidden" />
            {next ? (
              <Button type="submit" variant="primary">
                Continue
                <ArrowRight aria-hidden="true" className="size-4" />
              </Button>
            ) : (
              <>
                <Button refusal={refusal} isPending={intent === 'draft'} onClick={() => void save('draft')}>
                  Save draft
                </Button>
                <Button
                  variant="primary"
                  icon={hasStart ? CalendarClock : Play}
                  refusal={refusal}
                  isPending={intent === 'start' || intent === 'schedule'}
                  onClick={() => void save(hasStart ? 'schedule' : 'start')}
                >
                  {hasStart ? 'Create and schedule' : 'Create and start'}
                </Button>
              </>
            )}
          </BottomBar>
        </div>
      </form>
    </FormProvider>
  );
}

/** Focuses a field once its step is there. */
function useFocusAfterStep(step: Step, focus: (path: string) => void): (path: string) => void {
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (wanted === null || stepOf(wanted) !== step) return;
    focus(wanted);
    setWanted(null);
  }, [wanted, step, focus]);
  return setWanted;
}
