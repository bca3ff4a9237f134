package io.tierwise.cli;

import io.tierwise.study.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows a study's progress: a bar that rewrites itself on a terminal, a plain line every few seconds
/// elsewhere.
final class TerminalProgress implements Progress {
    private static final int BAR_WIDTH = 24;
    private static final int LINE_WIDTH = 100;
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final long PLAIN_LINE_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private final boolean terminal;
    private final boolean quiet;
    private final LongSupplier nanoClock;
    private String step = "";
    private int amount;
    private int done;
    private long stepStart;
    private long lastShown;

    TerminalProgress(PrintStream out, boolean terminal, boolean quiet, LongSupplier nanoClock) {
        this.out = out;
        this.terminal = terminal;
        this.quiet = quiet;
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized void begin(String step, int amount) {
        this.step = step;
        this.amount = amount;
        this.done = 0;
        this.stepStart = nanoClock.getAsLong();
        this.lastShown = stepStart;
        if (quiet) {
            return;
        }
        if (terminal) {
            draw("");
        } else {
            out.println(step + (amount > 1 ? " (" + amount + ")" : ""));
        }
    }

    @Override
    public synchronized void advance(String what) {
        done = Math.min(done + 1, amount);
        long now = nanoClock.getAsLong();
        if (quiet || now - lastShown < (terminal ? REDRAW_NANOS : PLAIN_LINE_NANOS)) {
            return;
        }
        lastShown = now;
        if (terminal) {
            draw(what);
        } else {
            out.println("  " + done + "/" + amount + ", " + left(now) + " left: " + what);
        }
    }

    @Override
    public synchronized void end() {
        if (!quiet) {
            if (terminal) {
                clear();
            }
            out.println((terminal ? step + ": " : "  ") + "done in " + seconds(nanoClock.getAsLong() - stepStart));
        }
        step = "";
    }

    @Override
    public synchronized void note(String sentence) {
        if (quiet) {
            return;
        }
        if (terminal) {
            clear();
        }
        out.println(sentence);
        if (terminal && !step.isEmpty()) {
            draw("");
        }
    }

    private void draw(String what) {
        int filled = amount == 0 ? 0 : done * BAR_WIDTH / amount;
        String line = String.format(
                Locale.ROOT,
                "%s [%s%s] %d/%d, %s left  %s",
                step,
                "#".repeat(filled),
                "-".repeat(BAR_WIDTH - filled),
                done,
                amount,
                left(nanoClock.getAsLong()),
                what);
        out.print("\r" + (line.length() > LINE_WIDTH ? line.substring(0, LINE_WIDTH) : line) + "\u001b[K");
        out.flush();
    }

    private void clear() {
        out.print("\r\u001b[K");
        out.flush();
    }

    private String left(long now) {
        return done == 0 ? "?" : seconds((now - stepStart) / done * (amount - done));
    }

    private static String seconds(long nanos) {
        long seconds = Math.round(nanos / 1e9);
        return seconds < 100 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
