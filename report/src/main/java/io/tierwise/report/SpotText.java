package io.tierwise.report;

import io.tierwise.advice.SpotCheck;
import io.tierwise.report.TextTable.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Forecasts held against trials, as a terminal shows them and as plain values for JSON.
public final class SpotText {
    private static final double NANOS = 1e6;

    private SpotText() {}

    /// A table in lines of at most `columns` characters, and what it comes to.
    public static String of(SpotCheck spots, int columns, boolean color) {
        if (spots.checks().isEmpty()) {
            return "No strategy takes over from another in these sweeps: there is no line to verify.";
        }
        TextTable table = new TextTable()
                .column("at", false, 9)
                .column("strategy", false, 8)
                .column("forecast ms", true, 7)
                .column("90 % interval", true, 5)
                .column("measured ms", true, 10)
                .column("off by", true, 6);
        for (SpotCheck.Check check : spots.checks()) {
            table.row(
                    check.isForecast() && !check.isWithin() ? Tone.FAINT : Tone.PLAIN,
                    List.of(
                            check.where(),
                            check.forecast().strategy(),
                            Digits.bare(check.forecast().nanos() / NANOS),
                            check.isForecast() && check.forecast().factor().isPresent()
                                    ? Digits.interval(
                                            check.forecast().lowNanos() / NANOS,
                                            check.forecast().highNanos() / NANOS)
                                    : "-",
                            Digits.bare(check.nanos() / NANOS),
                            Digits.share(check.error())));
        }
        return table.text(columns, color) + "\n" + sentence(spots);
    }

    private static String sentence(SpotCheck spots) {
        int forecasts = spots.forecasts().size();
        String again = forecasts == spots.checks().size()
                ? ""
                : " Without an interval: it had run on these very tiers and links, and ran again.";
        return forecasts == 0
                ? "All of these had run on these very tiers and links, and ran again: none is a forecast."
                : spots.within() + " of " + forecasts
                        + " measured medians lie in the 90 % intervals of their forecasts; half of the forecasts are off by at"
                        + " most " + Digits.share(spots.medianError()) + "." + again;
    }

    /// The same as maps, lists, text and numbers.
    public static List<Map<String, Object>> json(SpotCheck spots) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (SpotCheck.Check check : spots.checks()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("at", check.where());
            one.putAll(ForecastFiles.json(check.forecast()));
            one.put("measuredMillis", check.nanos() / NANOS);
            one.put("trials", check.trials());
            if (check.isForecast()) {
                one.put("within", check.isWithin());
            }
            all.add(one);
        }
        return all;
    }
}
