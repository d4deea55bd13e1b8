using EnvCompiler.Model.Shell;

namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>
/// Walks a script along the first installation into an empty root, without running anything. Where a condition is not known both ways are
/// walked; an effect on such a way counts only when the root itself can be asked about the condition later, otherwise it is left for review.
/// </summary>
/// <param name="reading">Collects effects and what was not understood.</param>
/// <param name="commands">What single commands mean.</param>
/// <param name="budget">How much may be walked.</param>
internal sealed class ScriptEvaluator(ScriptReading reading, CommandReader commands, Budget budget)
{
    private const int LongestOutput = 64 * 1024;
    private const int DeepestCalls = 150;

    // They print nothing when they read nothing.
    private static readonly HashSet<string> Filters = new(StringComparer.Ordinal) { "cut", "grep", "egrep", "fgrep", "head", "tail", "tr", "sort", "uniq" };

    private readonly Dictionary<string, ShellNode> functions = new(StringComparer.Ordinal);
    private ScriptState state = new([]);
    private string? input;
    private int depth;

    /// <summary>Walks a script.</summary>
    public void Run(ShellNode script, ScriptState start)
    {
        state = start;
        Evaluate(script);
    }

    private Outcome Evaluate(ShellNode node)
    {
        if (depth >= DeepestCalls)
            budget.SpendAll();
        if (!budget.TrySpend() || state.Flow != Flow.Next)
            return Outcome.Unknown;
        depth++;
        var outer = input;
        if (node is ShellNode.Sequence or ShellNode.Subshell && Redirects(node).Find(redirect => redirect.Operator == "<<").Target is { } document)
            input = document;
        var outcome = node switch
        {
            ShellNode.Simple simple => EvaluateSimple(simple),
            ShellNode.Sequence sequence => EvaluateSequence(sequence),
            ShellNode.AndOr andOr => EvaluateAndOr(andOr),
            ShellNode.If @if => EvaluateIf(@if),
            ShellNode.Case @case => EvaluateCase(@case, 0),
            ShellNode.For @for => EvaluateFor(@for),
            ShellNode.While @while => EvaluateWhile(@while),
            ShellNode.Pipeline pipeline => EvaluatePipeline(pipeline),
            ShellNode.Subshell subshell => EvaluateSubshell(subshell.Body),
            ShellNode.Function function => Define(function),
            _ => throw new InvalidOperationException(node.GetType().Name),
        };
        depth--;
        input = outer;
        if (node is not ShellNode.Simple && node.Redirections.Count > 0 && !commands.TryRedirect(Redirects(node), outcome.Output, state))
            reading.AddRest(node.Text);
        return outcome;
    }

    private Outcome EvaluateSequence(ShellNode.Sequence sequence)
    {
        var last = Outcome.True;
        var output = "";
        foreach (var command in sequence.Commands)
        {
            last = Evaluate(command);
            output = Joined(output, last.Output);
            if (state.Flow != Flow.Next)
                break;
        }

        return last with { Output = output };
    }

    private Outcome EvaluateAndOr(ShellNode.AndOr node)
    {
        var left = Evaluate(node.Left);
        if (state.Flow != Flow.Next)
            return left;
        var right = Outcome.Unknown;
        var condition = node.IsOr ? left.Negated() : left;
        Branch(condition, () => right = Evaluate(node.Right), () => { });
        if (condition.Status == Truth.False)
            return left;
        var both = node.IsOr ? left.Or(right) : left.And(right);
        return both with { Output = left.Output == "" && right.Output == "" || condition.Status == Truth.True ? left.Output + right.Output : null };
    }

    private Outcome EvaluateIf(ShellNode.If node)
    {
        var outcome = Outcome.True;
        var condition = Evaluate(node.Condition);
        Branch(
            condition,
            () => outcome = Evaluate(node.Then),
            () => outcome = node.Otherwise is null ? Outcome.True : Evaluate(node.Otherwise));
        return condition.Status == Truth.Unknown ? Outcome.Unknown : outcome;
    }

    private Outcome EvaluateCase(ShellNode.Case node, int index)
    {
        if (index >= node.Branches.Count || !budget.TrySpend())
            return Outcome.True;
        var branch = node.Branches[index];
        var subject = Expand(node.Subject);
        var matches = Outcome.False;
        foreach (var pattern in branch.Patterns)
            matches = matches.Or(Outcome.Of(ShellPattern.Matches(subject, PatternOf(pattern))));
        var outcome = Outcome.Unknown;
        Branch(matches, () => outcome = Evaluate(branch.Body), () => outcome = EvaluateCase(node, index + 1));
        return matches.Status == Truth.Unknown ? Outcome.Unknown : outcome;
    }

    private Outcome EvaluateFor(ShellNode.For node)
    {
        var before = state.Clone();
        var output = "";
        foreach (var value in Fields(node.Words).Distinct())
        {
            state[node.Variable] = value;
            if (value is null)
                MaybeEvaluate(node.Body);
            output = value is null ? null : Joined(output, Evaluate(node.Body).Output);
            if (state.Flow != Flow.Next || budget.IsSpent)
                break;
        }

        if (state.EndedEarly != before.EndedEarly)
            output = null;
        state.LeaveBlock(before);
        return Outcome.Unknown with { Output = output };
    }

    private static string? Joined(string? output, string? more) =>
        output is null || more is null || output.Length + more.Length > LongestOutput ? null : output + more;

    private Outcome EvaluateWhile(ShellNode.While node)
    {
        var before = state.Clone();
        if (Lines(node) is { } lines)
            EvaluateLines(node, lines);
        else if (Evaluate(node.Condition).Status != Truth.False)
            MaybeEvaluate(node.Body);
        state.LeaveBlock(before);
        return Outcome.Unknown;
    }

    // `while read NAMES; do …; done <<END`, or the same in a group that has the document.
    private string[]? Lines(ShellNode.While node) =>
        node.Condition is ShellNode.Sequence { Commands: [ShellNode.Simple { Words: [{ Plain: "read" }, ..] }] }
        && (Redirects(node).Find(redirect => redirect.Operator == "<<").Target ?? input) is { } document
            ? document.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : null;

    private void EvaluateLines(ShellNode.While node, string[] lines)
    {
        var read = (ShellNode.Simple)((ShellNode.Sequence)node.Condition).Commands[0];
        var names = Fields(read.Words).Skip(1).Where(name => name is not ['-', ..]).OfType<string>().ToArray();
        input = null;
        foreach (var line in lines)
        {
            var fields = line.Split([' ', '\t'], Math.Max(1, names.Length), StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            for (var i = 0; i < names.Length; i++)
                state[names[i]] = i < fields.Length ? fields[i] : "";
            Evaluate(node.Body);
            if (state.Flow != Flow.Next || budget.IsSpent)
                break;
        }
    }

    // A body that runs any number of times: what it assigns is not known, in it or behind it.
    private void MaybeEvaluate(ShellNode body)
    {
        ForgetAssigned(body, []);
        Branch(Outcome.Unknown, () => Evaluate(body), () => { });
    }

    private void ForgetAssigned(ShellNode node, HashSet<string> called) => AssignedNames.In(node, name =>
    {
        budget.TrySpend();
        state[name] = null;
        if (functions.TryGetValue(name, out var body) && called.Add(name))
            ForgetAssigned(body, called);
    });

    private Outcome EvaluatePipeline(ShellNode.Pipeline node)
    {
        var first = Outcome.Unknown;
        var last = Outcome.Unknown;
        for (var i = 0; i < node.Commands.Count; i++)
        {
            last = node.Commands.Count == 1 ? Evaluate(node.Commands[i]) : EvaluateSubshell(node.Commands[i]);
            if (i == 0)
                first = last;
        }

        if (node.Commands.Count == 1)
            return node.Negated ? last.Negated() : last;

        // Nothing comes of nothing, and nothing is found in it.
        var isEmpty = first.Output == "" && node.Commands.Skip(1).All(command => command is ShellNode.Simple { Words: [{ Plain: { } name }, ..] } && Filters.Contains(name));
        var finds = node.Commands is [_, ShellNode.Simple { Words: [{ Plain: "grep" or "egrep" or "fgrep" }, ..] }];
        last = (finds && first.Output == "" ? Outcome.False : Outcome.Unknown) with { Output = isEmpty ? "" : null };
        return node.Negated ? last.Negated() : last;
    }

    private Outcome EvaluateSubshell(ShellNode body)
    {
        var before = state;
        state = before.Clone();
        var outcome = Evaluate(body);
        state = before;
        return outcome;
    }

    private Outcome Define(ShellNode.Function function)
    {
        functions[function.Name] = function.Body;
        return Outcome.True;
    }

    private Outcome Call(ShellNode body, IReadOnlyList<string?> arguments)
    {
        var before = state.Clone();
        state.Arguments = arguments;
        var outcome = Evaluate(body);
        state.Arguments = before.Arguments;
        state.LeaveBlock(before);
        return outcome;
    }

    // A command that depends on what the root answers is two commands.
    private Outcome EvaluateSimple(ShellNode.Simple node)
    {
        var names = node.Words.SelectMany(word => word.Parts).OfType<ShellWordPart.Parameter>().Select(part => part.Name);
        if (state.When is null || !budget.TrySpend() || names.FirstOrDefault(name => state.TwofoldValue(name) is not null) is not { } twofold)
            return Perform(node);
        var values = state.TwofoldValue(twofold)!;
        var question = Outcome.Of(values.Test.Question);
        Branch(values.Test.IsMet ? question : question.Negated(), () => With(values.Met), () => With(values.Otherwise));
        return Outcome.Unknown;

        void With(string value)
        {
            state[twofold] = value;
            EvaluateSimple(node);
        }
    }

    private Outcome Perform(ShellNode.Simple node)
    {
        var fields = Fields(node.Words);
        if (fields.Count == 0)
        {
            var status = Outcome.True;
            foreach (var assignment in node.Assignments)
            {
                state[assignment.Name] = Expand(assignment.Value);
                if (assignment.Value.Parts is [ShellWordPart.Substitution])
                    status = Outcome.Unknown;
            }

            return commands.TryRedirect(Redirects(node), "", state) ? status : Unread(node);
        }

        if (fields[0] is { } name && functions.TryGetValue(name, out var body))
        {
            var result = Call(body, fields[1..]);
            return commands.TryRedirect(Redirects(node), result.Output, state) ? result : Unread(node);
        }

        var redirects = Redirects(node);
        var outcome = commands.Read(fields, redirects, state);
        return outcome is not null && (outcome.IsSkipped || commands.TryRedirect(redirects, outcome.Output, state)) ? outcome : Unread(node);
    }

    private Outcome Unread(ShellNode node)
    {
        reading.AddRest(node.Text);
        return Outcome.Unknown;
    }

    private void Branch(Outcome condition, Action then, Action otherwise)
    {
        if (condition.Status == Truth.True)
        {
            then();
            return;
        }

        if (condition.Status == Truth.False)
        {
            otherwise();
            return;
        }

        var before = state;
        var one = Walk(before, condition.WhenTrue, then);
        var other = Walk(before, condition.WhenFalse, otherwise);
        state = ScriptState.Join(one, other, before);
    }

    private ScriptState Walk(ScriptState before, IReadOnlyList<PathTest>? when, Action walk)
    {
        state = before.Clone();
        state.When = state.When is null || when is null ? null : [.. state.When, .. when];
        walk();
        return state;
    }

    private List<(string Operator, string? Target)> Redirects(ShellNode node) =>
        node.Redirections.Count == 0 ? [] : [.. node.Redirections.Select(redirection => (redirection.Operator, Expand(redirection.Target)))];

    private List<string?> Fields(IReadOnlyList<ShellWord> words) => new ShellExpansion(state, Output, budget).Fields(words);

    private string? Expand(ShellWord word) => new ShellExpansion(state, Output, budget).Value(word);

    private string? PatternOf(ShellWord word) => new ShellExpansion(state, Output, budget).Pattern(word);

    private string? Output(ShellNode command) => EvaluateSubshell(command).Output;
}
