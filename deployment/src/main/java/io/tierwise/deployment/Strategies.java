package io.tierwise.deployment;

import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.Identity;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Partition;
import io.tierwise.operators.Quantize;
import java.util.ArrayList;
import java.util.List;

/// Lays compositions of operators over tiers.
public final class Strategies {

    private Strategies() {}

    /// The compositions compared where a study names none: I, Q, E, QE, P, QP, EP, QEP.
    public static List<List<Operator>> compositions() {
        return List.of(
                List.of(new Identity()),
                List.of(new Quantize()),
                List.of(new EarlyExit()),
                List.of(new Quantize(), new EarlyExit()),
                List.of(new Partition()),
                List.of(new Quantize(), new Partition()),
                List.of(new EarlyExit(), new Partition()),
                List.of(new Quantize(), new EarlyExit(), new Partition()));
    }

    /// Every composition wherever it can run: without P on each tier, with P on each way of up to so
    /// many tiers that leads outward from the source. Three tiers mobile, edge, cloud with mobile as
    /// the source give mobile+edge, mobile+cloud, edge+cloud and mobile+edge+cloud.
    ///
    /// @param maxTiers most tiers a partition is spread over, at least 1; 1 leaves out P
    /// @return in the order of the compositions, each from the source outward, fewer tiers first
    public static List<Strategy> cross(List<List<Operator>> compositions, Topology topology, int maxTiers) {
        if (maxTiers < 1) {
            throw new IllegalArgumentException("maxTiers must be at least 1, found " + maxTiers);
        }
        List<String> outward = topology.outward();
        List<Strategy> strategies = new ArrayList<>();
        for (List<Operator> operators : compositions) {
            boolean cut = operators.stream().anyMatch(Partition.class::isInstance);
            int fewest = cut ? fewestTiers(operators) : 1;
            int most = cut ? Math.min(mostTiers(operators, maxTiers), outward.size()) : 1;
            for (int count = fewest; count <= most; count++) {
                for (List<String> tiers : inOrder(outward, count)) {
                    strategies.add(new Strategy(
                            operators, tiers.stream().map(Place::on).toList()));
                }
            }
        }
        return List.copyOf(strategies);
    }

    private static int fewestTiers(List<Operator> operators) {
        return Math.max(2, namedCuts(operators) + 1);
    }

    private static int mostTiers(List<Operator> operators, int maxTiers) {
        int named = namedCuts(operators);
        return named == 0 ? maxTiers : Math.min(maxTiers, named + 1);
    }

    private static int namedCuts(List<Operator> operators) {
        return operators.stream()
                .mapToInt(operator -> operator instanceof Partition partition
                        ? partition.tensors().size()
                        : 0)
                .sum();
    }

    /// Every choice of so many elements that keeps their order.
    private static List<List<String>> inOrder(List<String> all, int count) {
        if (count == 0) {
            return List.of(List.of());
        }
        List<List<String>> choices = new ArrayList<>();
        for (int i = 0; i + count <= all.size(); i++) {
            for (List<String> rest : inOrder(all.subList(i + 1, all.size()), count - 1)) {
                List<String> choice = new ArrayList<>(List.of(all.get(i)));
                choice.addAll(rest);
                choices.add(List.copyOf(choice));
            }
        }
        return choices;
    }
}
