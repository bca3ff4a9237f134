package io.tierwise.bench;

/// How often ways of measuring name a strategy whose median is within 2 % of the best, and what they
/// cost: shares in [0, 1], costs of all 9,000 trials of a model.
///
/// @param question model, goal and worth
/// @param contenders strategies that keep the goal
/// @param right share of resamplings in which measuring until decided is right
/// @param cost mean share of the trials it takes
/// @param mostCost the largest
/// @param uniform share right with the same trials spread evenly
/// @param halving the same by successive halving
record Decided(
        String question, int contenders, double right, double cost, double mostCost, double uniform, double halving)
        implements Row {
    private static final double LEAST_RIGHT = 0.95;
    private static final double MEAN_COST = 0.03;
    private static final double MOST_COST = 0.10;

    static String goal() {
        return ">= 0.95, 0.03";
    }

    @Override
    public boolean isKept() {
        return right >= LEAST_RIGHT && cost <= MEAN_COST && mostCost <= MOST_COST;
    }
}
