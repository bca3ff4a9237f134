package io.tierwise.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LbfgsTest {
    @Test
    void minimize_rosenbrock_findsTheValleysLowestPoint() {
        double[] found = Lbfgs.minimize(LbfgsTest::rosenbrock, new double[] {-1.2, 1, -1.2, 1}, 200, 1e-9);
        assertThat(found).containsExactly(new double[] {1, 1, 1, 1}, within(1e-6));
    }

    @Test
    void minimize_badlyScaledBowl_findsItsCentre() {
        Lbfgs.Objective bowl = (point, gradient) -> {
            double sum = 0;
            for (int i = 0; i < point.length; i++) {
                double weight = Math.pow(10, i);
                sum += weight * (point[i] - i) * (point[i] - i);
                gradient[i] = 2 * weight * (point[i] - i);
            }
            return sum;
        };
        assertThat(Lbfgs.minimize(bowl, new double[5], 300, 1e-7))
                .containsExactly(new double[] {0, 1, 2, 3, 4}, within(1e-6));
    }

    @Test
    void minimize_atTheMinimum_staysThere() {
        assertThat(Lbfgs.minimize(LbfgsTest::rosenbrock, new double[] {1, 1}, 10, 1e-6))
                .containsExactly(1, 1);
    }

    private static double rosenbrock(double[] x, double[] gradient) {
        double sum = 0;
        java.util.Arrays.fill(gradient, 0);
        for (int i = 0; i + 1 < x.length; i++) {
            double rise = x[i + 1] - x[i] * x[i];
            double away = 1 - x[i];
            sum += 100 * rise * rise + away * away;
            gradient[i] += -400 * x[i] * rise - 2 * away;
            gradient[i + 1] += 200 * rise;
        }
        return sum;
    }
}
