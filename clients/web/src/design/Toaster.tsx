import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { hideToast, useToasts } from './toasts.ts';

const icons = {
  good: <CircleCheck size={18} aria-hidden className="text-good shrink-0" />,
  bad: <CircleAlert size={18} aria-hidden className="text-bad shrink-0" />,
  info: <Info size={18} aria-hidden className="text-accent-text shrink-0" />,
};

/** The live region for toasts: always in the page, so that assistive technology hears what is added. */
export function Toaster() {
  const toasts = useToasts();
  return (
    <section
      aria-label="Messages"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex justify-center p-4 sm:justify-end"
    >
      <div role="status" aria-live="polite" className="flex w-full max-w-sm flex-col gap-2">
        {toasts.map((toast) => (
          <div key={toast.id} className="card shadow-raised pointer-events-auto flex items-start gap-2.5 p-3">
            {icons[toast.tone]}
            <p className="min-w-0 flex-1 leading-snug">{toast.text}</p>
            {toast.action !== undefined && (
              <button
                type="button"
                className="text-link shrink-0 font-medium"
                onClick={() => {
                  toast.action?.run();
                  hideToast(toast.id);
                }}
              >
                {toast.action.label}
              </button>
            )}
            <button
              type="button"
              aria-label="Dismiss"
              className="text-ink-faint hover:text-ink shrink-0"
              onClick={() => hideToast(toast.id)}
            >
              <X size={16} aria-hidden />
            </button>
          </div>
        ))}
      </div>
    </section>
  );
}
