package io.tierwise.study;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the user wants of a strategy: one [Objective] to make small, and [Constraint]s and [KeepRaw]
/// rules to keep.
///
/// Text forms: `minimize p50`, `p95<=50ms`, `drop<=1pp`, `accuracy>=90%`, `memory<=256Mi`,
/// `bytes<=1Mi`, `keep-raw-on: mobile`.
public sealed interface Goal {
    /// What is to be as small as possible among the strategies that keep every constraint.
    record Objective(Figure figure) implements Goal {
        public Objective {
            if (figure == Figure.ACCURACY) {
                throw new GoalException("'minimize accuracy': accuracy is wanted large. Write 'minimize drop', or"
                        + " bound it: 'accuracy>=90%'.");
            }
        }

        @Override
        public String toText() {
            return "minimize " + figure.word();
        }
    }

    /// A bound that a strategy must keep: at most `limit` (at least, for [Figure#ACCURACY]), in the
    /// figure's unit.
    record Constraint(Figure figure, double limit) implements Goal {
        public Constraint {
            if (!Double.isFinite(limit) || limit < 0) {
                throw new IllegalArgumentException(
                        "A bound on " + figure.word() + " must be a finite number >= 0: " + limit);
            }
        }

        /// Whether `value`, in the figure's unit, keeps this bound.
        public boolean keeps(double value) {
            return figure == Figure.ACCURACY ? value >= limit : value <= limit;
        }

        @Override
        public String toText() {
            return figure.word() + (figure == Figure.ACCURACY ? " >= " : " <= ") + figure.write(limit);
        }
    }

    /// Raw inputs must not leave the tier: the first part runs where the input arises.
    record KeepRaw(String tier) implements Goal {
        @Override
        public String toText() {
            return "keep-raw-on: " + tier;
        }
    }

    String toText();

    /// Reads one goal.
    ///
    /// @throws GoalException if the text is none of the forms above, naming what was found
    static Goal parse(String text) {
        String trimmed = text.strip();
        Matcher keepRaw = Pattern.compile("keep-raw-on\\s*[:=]\\s*(\\S+)").matcher(trimmed);
        if (keepRaw.matches()) {
            return new KeepRaw(keepRaw.group(1));
        }
        Matcher objective =
                Pattern.compile("(?:minimi[sz]e\\s*[: ]\\s*)?([a-z0-9]+)").matcher(trimmed.toLowerCase(Locale.ROOT));
        if (objective.matches()) {
            return new Objective(Figure.named(objective.group(1), text));
        }
        Matcher bound =
                Pattern.compile("([A-Za-z0-9]+)\\s*(<=|>=|<|>|=)\\s*(\\S+)").matcher(trimmed);
        if (!bound.matches()) {
            throw new GoalException(
                    "'" + text + "' is no goal: write it like 'p95<=50ms', 'drop<=1pp', 'memory<=256Mi',"
                            + " 'bytes<=1Mi', 'accuracy>=90%', 'minimize p50' or 'keep-raw-on: mobile'.");
        }
        Figure figure = Figure.named(bound.group(1).toLowerCase(Locale.ROOT), text);
        String wanted = figure == Figure.ACCURACY ? ">=" : "<=";
        if (!bound.group(2).equals(wanted)) {
            throw new GoalException("'" + text + "': a bound on " + figure.word() + " is written with " + wanted
                    + ", not " + bound.group(2) + ".");
        }
        return new Constraint(figure, figure.read(bound.group(3), text));
    }
}
