package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.operators.LeavingCost.Leaving;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeavingCostTest {
    /// A second place is ten times as fast, a link takes 5 and 1 for each byte.
    private static final CutCost WHOLE =
            (nanos, bytes) -> nanos.getFirst() + (nanos.size() > 1 ? nanos.get(1) / 10 + 5 + bytes.getFirst() : 0);

    @Test
    void costNanos_noExit_isTheCostOfGoingAllTheWay() {
        assertThat(new LeavingCost(WHOLE, List.of()).costNanos(List.of(40.0, 60.0), List.of(8L)))
                .isEqualTo(40 + 6 + 13);
    }

    @Test
    void costNanos_exitBeforeTheCut_sendsOnlyWhoStays() {
        LeavingCost cost = new LeavingCost(WHOLE, List.of(new Leaving(20, 0.75)));
        assertThat(cost.costNanos(List.of(40.0, 60.0), List.of(8L))).isCloseTo(0.75 * 20 + 0.25 * 59, within(1e-9));
    }

    @Test
    void costNanos_exitAtTheCut_isBeforeIt() {
        LeavingCost cost = new LeavingCost(WHOLE, List.of(new Leaving(0.1 + 0.2, 1)));
        assertThat(cost.costNanos(List.of(0.3, 60.0), List.of(8L))).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void costNanos_exitBehindTheCut_paysForTheLink() {
        LeavingCost cost = new LeavingCost(WHOLE, List.of(new Leaving(20, 0.5), new Leaving(70, 0.25)));
        assertThat(cost.costNanos(List.of(40.0, 60.0), List.of(8L)))
                .isCloseTo(0.5 * 20 + 0.25 * (40 + 3 + 13) + 0.25 * 59, within(1e-9));
    }
}
