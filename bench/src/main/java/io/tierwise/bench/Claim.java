package io.tierwise.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// What an interval or a test promises, on data whose truth is known: how often the interval holds the
/// truth, or how often the test rejects although nothing is there.
///
/// @param what the interval or test
/// @param data how its data are drawn
/// @param size values of one draw, e.g. "60 x 4" for 60 inputs of 4 repeats
/// @param goal of the share of draws in which it happens
/// @param happens whether the interval of one draw holds the truth, or its test rejects
record Claim(String what, String data, String size, Goal.Between goal, Predicate<SplittableRandom> happens) {

    /// Most intervals and tests are asked for this.
    static final double CONFIDENCE = 0.95;

    static final double LEVEL = 0.05;

    private static final Goal.Between COVERAGE = new Goal.Between(0.93, 0.97);
    private static final Goal.Between COVERAGE_AT_LEAST = new Goal.Between(0.93, 1);
    private static final Goal.Between SIZE = new Goal.Between(0.04, 0.06);
    private static final Goal.Between SIZE_AT_MOST = new Goal.Between(0, 0.06);

    /// An interval that should cover as often as it says.
    static Claim covers(String what, String data, String size, Predicate<SplittableRandom> covered) {
        return new Claim(what, data, size, COVERAGE, covered);
    }

    /// An interval that by its construction may cover more often; whoever makes the claim says why.
    static Claim coversAtLeast(String what, String data, String size, Predicate<SplittableRandom> covered) {
        return new Claim(what, data, size, COVERAGE_AT_LEAST, covered);
    }

    /// A test whose statistic is (nearly) continuous: it errs as often as it says.
    static Claim rejects(String what, String data, String size, Predicate<SplittableRandom> rejected) {
        return new Claim(what, data, size, SIZE, rejected);
    }

    /// A test that by its construction may err less often; whoever makes the claim says why.
    static Claim rejectsAtMost(String what, String data, String size, Predicate<SplittableRandom> rejected) {
        return new Claim(what, data, size, SIZE_AT_MOST, rejected);
    }

    /// The share over so many draws. Every draw has a stream of random numbers of its own, so the share
    /// does not depend on how many processors draw.
    Rate measured(int replicates, long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom[] streams = new SplittableRandom[replicates];
        Arrays.setAll(streams, i -> root.split());
        long happened = Arrays.stream(streams).parallel().filter(happens).count();
        return new Rate(this, replicates, (double) happened / replicates);
    }
}
