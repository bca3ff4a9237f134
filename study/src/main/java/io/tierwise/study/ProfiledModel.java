package io.tierwise.study;

import io.tierwise.operators.CodecPace;
import io.tierwise.operators.CutCodings;
import io.tierwise.operators.CutPlace;
import io.tierwise.operators.CutSurvey;
import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

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
    /// @param codings ways in which what crosses can travel but as it is; none in what earlier versions wrote
    public record Place(
            String name,
            long bytes,
            double headNanos,
            long headWeightBytes,
            List<Integer> after,
            List<Coding> codings) {
        public Place {
            Objects.requireNonNull(name, "name");
            after = List.copyOf(after);
            codings = codings == null ? List.of() : List.copyOf(codings);
        }

        /// What crosses in a codec; empty where it cannot travel so.
        public Optional<Coding> in(Codec codec) {
            return codings.stream()
                    .filter(coding -> coding.codec().equals(codec.text()))
                    .findFirst();
        }
    }

    /// What crosses a place in a codec.
    ///
    /// @param codec its text
    /// @param bytes that travel
    /// @param encodeNanos time to write them on a whole core, in nanoseconds
    /// @param decodeNanos time to read them
    public record Coding(String codec, double bytes, double encodeNanos, double decodeNanos) {
        public Coding {
            Objects.requireNonNull(codec, "codec");
        }
    }

    public ProfiledModel {
        places = List.copyOf(places);
    }

    /// Keeps what is known of a model.
    ///
    /// @param coding writes what crosses the places that are kept
    static ProfiledModel of(String operators, CutSurvey survey, Function<List<CutPlace>, CutCodings> coding) {
        List<CutPlace> kept = thinned(survey);
        CutCodings codings = coding.apply(kept);
        List<Place> places = new ArrayList<>();
        for (CutPlace place : kept) {
            List<Integer> after = new ArrayList<>();
            for (int next = 0; next < kept.size(); next++) {
                if (place.cut().isBefore(kept.get(next).cut())) {
                    after.add(next);
                }
            }
            places.add(new Place(
                    place.name(),
                    place.bytes(),
                    place.headNanos(),
                    place.headWeightBytes(),
                    after,
                    codings(codings.at(place))));
        }
        return new ProfiledModel(operators, survey.nanos(), survey.weightBytes(), places);
    }

    private static List<Coding> codings(Map<Codec, CodecPace.Coded> known) {
        return known.entrySet().stream()
                .filter(entry -> !entry.getKey().isAsIs())
                .map(entry -> new Coding(
                        entry.getKey().text(),
                        entry.getValue().bytes(),
                        entry.getValue().encodeNanos(),
                        entry.getValue().decodeNanos()))
                .sorted(Comparator.comparing(Coding::codec))
                .toList();
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
