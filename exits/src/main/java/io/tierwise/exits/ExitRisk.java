package io.tierwise.exits;

/// How much a sample is expected to lose by leaving at an exit, from how sure the exit is of it.
///
/// A logistic curve over the log-odds of the confidence, fitted by maximum likelihood to what samples lost
/// there. Counted is loss without what the exit does better than the whole network, which is too much by
/// chance to steer by; a share of pixels counts as that part of a sample (Papke and Wooldridge, *Econometric
/// methods for fractional response variables*, Journal of Applied Econometrics 11 (1996)).
record ExitRisk(double intercept, double slope) {
    /// Keeps the curve finite where nothing was lost, or every loss lies below one confidence.
    private static final double PENALTY = 1e-6;

    private static final double SUREST = 1 - 1e-6;
    private static final int ITERATIONS = 100;
    private static final double TOLERANCE = 1e-7;

    /// The curve of an exit.
    static ExitRisk of(ExitCandidate exit) {
        int samples = exit.samples();
        double[] odds = new double[samples];
        double[] harm = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            odds[sample] = logOdds(exit.confidence(sample));
            harm[sample] = Math.max(0, exit.loss(sample));
        }
        double[] found = Lbfgs.minimize(
                (point, gradient) -> misfit(odds, harm, point, gradient), new double[2], ITERATIONS, TOLERANCE);
        return new ExitRisk(found[0], found[1]);
    }

    /// Mean cross-entropy of the curve, with the penalty.
    private static double misfit(double[] odds, double[] harm, double[] point, double[] gradient) {
        gradient[0] = PENALTY * point[0];
        gradient[1] = PENALTY * point[1];
        double sum = 0;
        for (int i = 0; i < odds.length; i++) {
            double logit = point[0] + point[1] * odds[i];
            double risk = share(logit);
            sum += Math.max(logit, 0) + Math.log(1 + Math.exp(-Math.abs(logit))) - harm[i] * logit;
            gradient[0] += (risk - harm[i]) / odds.length;
            gradient[1] += (risk - harm[i]) / odds.length * odds[i];
        }
        return sum / odds.length + PENALTY / 2 * (point[0] * point[0] + point[1] * point[1]);
    }

    /// What a sample is expected to lose.
    double at(double confidence) {
        return share(intercept + slope * logOdds(confidence));
    }

    /// The confidence from which a sample is expected to lose at most so much.
    ///
    /// @param risk in [0, 1]; at 0 nobody leaves, at 1 everybody does
    /// @return [ExitCandidate#NEVER] where no confidence is enough
    double threshold(double risk) {
        if (risk <= 0 || risk >= 1) {
            return risk <= 0 ? ExitCandidate.NEVER : 0;
        }
        if (slope >= 0) {
            return share(intercept) <= risk ? 0 : ExitCandidate.NEVER;
        }
        double confidence = share((logOdds(risk) - intercept) / slope);
        return confidence > SUREST ? ExitCandidate.NEVER : confidence;
    }

    /// Log-odds of a share, which is taken for a millionth at least, and for one less a millionth at most.
    private static double logOdds(double share) {
        double inside = Math.clamp(share, 1 - SUREST, SUREST);
        return Math.log(inside / (1 - inside));
    }

    private static double share(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
