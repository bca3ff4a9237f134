package io.tierwise.study;

import io.tierwise.operators.CutPlace;
import io.tierwise.operators.CutSurvey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A model timed node by node, and where it may be cut.
///
/// @param operators what was done to it before it is cut, as strategies say it: `I`, `Q(u8s8)E`
/// @param nanos of a whole run, in nanoseconds
/// @param weightBytes of all its weights
/// @param places where it may be cut, those with fewer nodes before them first
public record ProfiledModel(String operators, double nanos, long weightBytes, List<Place> places) {

    /// Beyond, those that carry least are kept of each stretch of the run's time: pairs of places are counted.
    static final int MOST_PLACES = 250;

    /// A place where it may be cut.
    ///
    /// @param name its tensors as strategies write them
    /// @param bytes of all that crosses, at batch 1
    /// @param headNanos time of the nodes before it
    /// @param headWeightBytes of the weights before it
    /// @param after places, by their position, that can be the next cut behind this one
    public record Place(String name, long bytes, double headNanos, long headWeightBytes, List<Integer> after) {
        public Place {
            Objects.requireNonNull(name, "name");
            after = List.copyOf(after);
        }
    }

    public ProfiledModel {
        places = List.copyOf(places);
    }

    static ProfiledModel of(String operators, CutSurvey survey) {
        List<CutPlace> kept = thinned(survey);
        List<Place> places = new ArrayList<>();
        for (CutPlace place : kept) {
            List<Integer> after = new ArrayList<>();
            for (int next = 0; next < kept.size(); next++) {
                if (place.cut().isBefore(kept.get(next).cut())) {
                    after.add(next);
                }
            }
            places.add(new Place(place.name(), place.bytes(), place.headNanos(), place.headWeightBytes(), after));
        }
        return new ProfiledModel(operators, survey.nanos(), survey.weightBytes(), places);
    }

    private static List<CutPlace> thinned(CutSurvey survey) {
        if (survey.places().size() <= MOST_PLACES) {
            return survey.places();
        }
        CutPlace[] lightest = new CutPlace[MOST_PLACES + 1];
        for (CutPlace place : survey.places()) {
            int stretch = (int) Math.min(MOST_PLACES, MOST_PLACES * place.headNanos() / Math.max(1, survey.nanos()));
            if (lightest[stretch] == null || place.bytes() < lightest[stretch].bytes()) {
                lightest[stretch] = place;
            }
        }
        return Arrays.stream(lightest).filter(Objects::nonNull).toList();
    }
}
