using System.Text;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Run.Steps;

/// <summary>Words become values and fields (POSIX.1-2024 XCU 2.6).</summary>
/// <param name="state">Variables.</param>
/// <param name="host">Told what is wrong.</param>
internal sealed class StepExpansion(StepState state, IStepHost host)
{
    /// <summary>All fields of a command.</summary>
    internal List<string> Fields(IEnumerable<StepWord> words)
    {
        var fields = new List<string>();
        foreach (var word in words)
            AddFields(fields, word);
        return fields;
    }

    /// <summary>The value of a word that is not split.</summary>
    internal string Value(StepWord word)
    {
        var value = new StringBuilder();
        foreach (var part in word.Parts)
            value.Append(part.Text ?? ValueOf(part));
        return value.ToString();
    }

    private void AddFields(List<string> fields, StepWord word)
    {
        StringBuilder? field = null;
        foreach (var part in word.Parts)
        {
            var text = part.Text ?? ValueOf(part);
            if (part.Variable is null || part.IsQuoted)
            {
                (field ??= new StringBuilder()).Append(text);
                continue;
            }

            if (text.AsSpan().IndexOfAny("*?[\\") >= 0)
                throw Fail($"{part.Variable}: its value is a pattern of file names, which needs a shell; quote it as \"${part.Variable}\" if it is none");
            foreach (var c in text)
            {
                if (c is not (' ' or '\t' or '\n'))
                {
                    (field ??= new StringBuilder()).Append(c);
                    continue;
                }

                if (field is not null)
                    fields.Add(field.ToString());
                field = null;
            }
        }

        if (field is not null)
            fields.Add(field.ToString());
    }

    private string ValueOf(StepWordPart part)
    {
        var name = part.Variable!;
        var value = state[name];
        var isMissing = value is null || (value.Length == 0 && part.Operator?.StartsWith(':') == true);
        switch (part.Operator)
        {
            case null:
                return value ?? (state.RefusesUnset ? throw Fail($"{name}: unbound variable") : "");
            case ":-" or "-":
                return isMissing ? Value(part.Argument!) : value!;
            case ":+" or "+":
                return isMissing ? "" : Value(part.Argument!);
            case ":=" or "=" when isMissing:
                return state[name] = Value(part.Argument!);
            case ":?" or "?" when isMissing:
                throw Fail($"{name}: {(Value(part.Argument!) is { Length: > 0 } reason ? reason : "parameter null or not set")}");
            default:
                return value!;
        }
    }

    private StepEndedException Fail(string problem)
    {
        host.Complain(problem);
        // What `bash -c` ends with.
        return new StepEndedException(state.EndsAtFailure ? 1 : 127);
    }
}
