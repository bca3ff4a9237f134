package io.tierwise.bench;

/// How often something happened that a [Claim] bounds.
///
/// @param share of the replicates
record Rate(Claim claim, int replicates, double share) implements Row {

    private static final double STANDARD_ERRORS = 3;

    Rate {
        if (!(replicates > 0 && share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(claim.what() + ": no share of " + replicates + " draws: " + share);
        }
    }

    double standardError() {
        return standardError(share);
    }

    @Override
    public boolean isKept() {
        return claim.goal().isKept(share);
    }

    /// Whether so few replicates leave room for the goal being kept: a share three of its standard errors
    /// outside of the goal refutes it. One of a hundred goals kept exactly at their bound would be
    /// refuted every eight runs, were the seed not fixed.
    boolean isPlausible() {
        double nearest = claim.goal().nearest(share);
        return Math.abs(share - nearest) <= STANDARD_ERRORS * standardError(nearest);
    }

    private double standardError(double chance) {
        return Math.sqrt(chance * (1 - chance) / replicates);
    }
}
