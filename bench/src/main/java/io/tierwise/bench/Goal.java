package io.tierwise.bench;

import java.util.Locale;

/// What a ratio, a share or a time has to be.
sealed interface Goal {

    /// The ratio is at most this.
    record AtMost(double most) implements Goal {
        public AtMost {
            if (!(most > 0)) {
                throw new IllegalArgumentException("a ratio's bound is above 0, found " + most);
            }
        }

        @Override
        public boolean isKept(double ratio) {
            return ratio <= most;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "<= %.2f", most);
        }
    }

    /// The ratio is 1, give or take this share: 0.02 allows 0.98 to 1.02.
    record Within(double share) implements Goal {
        public Within {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException("a share is above 0 and below 1, found " + share);
            }
        }

        @Override
        public boolean isKept(double ratio) {
            return Math.abs(ratio - 1) <= share;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "%.2f to %.2f", 1 - share, 1 + share);
        }
    }

    /// A share lies between these, ends included.
    record Between(double least, double most) implements Goal {
        public Between {
            if (!(least >= 0 && least < most && most <= 1)) {
                throw new IllegalArgumentException(
                        "a share's bounds rise within [0, 1], found " + least + " and " + most);
            }
        }

        @Override
        public boolean isKept(double share) {
            return least <= share && share <= most;
        }

        /// The share that keeps the goal and is closest to this one.
        double nearest(double share) {
            return Math.clamp(share, least, most);
        }

        @Override
        public String text() {
            if (most == 1) {
                return String.format(Locale.ROOT, ">= %.2f", least);
            }
            return least == 0
                    ? String.format(Locale.ROOT, "<= %.2f", most)
                    : String.format(Locale.ROOT, "%.2f to %.2f", least, most);
        }
    }

    boolean isKept(double ratio);

    String text();
}
