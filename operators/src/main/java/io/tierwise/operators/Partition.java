package io.tierwise.operators;

import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// Cuts the model, so that each part can run on a tier of its own.
///
/// @param rule how the cuts are found
/// @param tensors where to cut, in the order of the model: for each cut its tensor, or its tensors
///     joined by `+`; empty unless the rule is [Rule#NAMED]
/// @param codecs how the tensors travel: one for each where tensors are named, else one for every cut;
///     none where [Rule#BEST] is to choose it with the cut. In the text a codec follows its tensor, and
///     [Codec#AS_IS] is left out wherever it is the default
public record Partition(Rule rule, List<String> tensors, List<Codec> codecs) implements Operator {

    /// How the cuts are found.
    public enum Rule {
        /// The cut, and where none is given the codec, with the least cost by measured part times and bytes on the
        /// wire.
        BEST,
        /// The cut that halves the parameter bytes; thirds for three parts (arXiv 2403.17154).
        STUDY,
        /// The cuts named.
        NAMED
    }

    public Partition {
        Objects.requireNonNull(rule, "rule");
        tensors = List.copyOf(tensors);
        codecs = List.copyOf(codecs);
        boolean open = rule == Rule.BEST && codecs.isEmpty();
        if (!open && codecs.size() != Math.max(1, tensors.size())) {
            throw new OperatorException("a partition has a codec for each tensor it names, or one for every cut;"
                    + " found " + codecs + " for " + tensors);
        }
        if ((rule == Rule.NAMED) == tensors.isEmpty()) {
            throw new OperatorException(
                    "a partition names tensors exactly when its rule is NAMED, found " + rule + " with " + tensors);
        }
        if (new HashSet<>(tensors).size() != tensors.size()) {
            throw new OperatorException("a partition names a tensor twice: " + tensors);
        }
    }

    /// With the default rule [Rule#BEST], which chooses the codec as well.
    public Partition() {
        this(Rule.BEST, List.of(), List.of());
    }

    /// The cut with the least cost for tensors that travel so.
    public static Partition best(Codec codec) {
        return new Partition(Rule.BEST, List.of(), List.of(codec));
    }

    /// The cut that halves (thirds) the parameter bytes.
    public static Partition study() {
        return new Partition(Rule.STUDY, List.of(), List.of(Codec.AS_IS));
    }

    /// Cuts at these tensors, in the order of the model; a cut of several is written `a+b`.
    public static Partition at(String... tensors) {
        return new Partition(Rule.NAMED, List.of(tensors), Collections.nCopies(tensors.length, Codec.AS_IS));
    }

    /// Whether the codec is chosen with the cut.
    public boolean choosesCodec() {
        return codecs.isEmpty();
    }

    /// How the tensor at a cut travels, where that is not to be chosen.
    ///
    /// @param cut from 0, in the order of the model
    public Codec codecAt(int cut) {
        return rule == Rule.NAMED ? codecs.get(cut) : codecs.getFirst();
    }

    @Override
    public char letter() {
        return 'P';
    }

    @Override
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        switch (rule) {
            case BEST -> codecs.forEach(codec -> arguments.add(codec.text()));
            case STUDY -> {
                arguments.add("study");
                addCodec(arguments, 0);
            }
            case NAMED -> {
                for (int cut = 0; cut < tensors.size(); cut++) {
                    arguments.add(tensors.get(cut));
                    addCodec(arguments, cut);
                }
            }
        }
        return List.copyOf(arguments);
    }

    private void addCodec(List<String> arguments, int cut) {
        if (!codecs.get(cut).isAsIs()) {
            arguments.add(codecs.get(cut).text());
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
