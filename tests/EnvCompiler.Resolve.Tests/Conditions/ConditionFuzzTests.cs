using System.Diagnostics;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Conditions;

namespace EnvCompiler.Resolve.Tests.Conditions;

/// <summary>Texts that nobody would write.</summary>
public sealed class ConditionFuzzTests
{
    private const int Inputs = 100_000;

    private static readonly string[] Pieces =
    [
        "sm", "cuda", "gpu.count", "gpu", ".", "accelerator", "arch", "80", "\"12.8\"", "\"cpu\"", "true", "false", "null", "==", "!=", "<", "<=", ">", ">=", "=>", "=",
        "&&", "||", "!", "(", ")", " ", "&", "|", "?", ":", "+", "-", "--", "[", "]", "{", "}", ";", ",", "'", "\"", "\"\"\"", "$\"{", "@\"", "\\", "//", "/*", "*/", "\n",
        "#if", "#", "new", "is", "and", "x => x", "0x", "1e99", "8.0", "1_0", "\0", "é", "\ud800", "\uffff", "\U0001F600", "await", "from x in y select z",
    ];

    [Fact]
    public void Any_text_is_a_condition_or_says_where_it_is_none()
    {
        var random = new Random(20261121);
        var facts = ConditionFacts.Of(new Target("x86_64-linux", "sm_90"), HostPromise.None);
        var conditions = 0;
        for (var input = 0; input < Inputs; input++)
        {
            var text = string.Concat(random.GetItems(Pieces, random.Next(1, 12)));
            var problems = new List<Diagnostic>();
            var condition = ConditionParser.Parse(text, ConditionScope.Service, index => new SourcePlace("m", 1, index + 1), problems);
            if (problems.Count == 0)
            {
                conditions++;
                Assert.Equal(ConditionEvaluator.Holds(condition!, facts), ConditionEvaluator.Refusal(condition!, facts) is null);
            }

            Assert.All(problems, problem => Assert.True(
                problem.Code.StartsWith("ENVC028", StringComparison.Ordinal) && problem.Place!.Value.Column <= text.Length + 1, $"{text}: {problem}"));
        }

        Assert.InRange(conditions, 100, Inputs);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    [InlineData("-")]
    [InlineData("sm[")]
    [InlineData("sm<")]
    [InlineData("sm.")]
    [InlineData("sm ? sm : ")]
    [InlineData("x => ")]
    [InlineData("$\"{")]
    [InlineData("new{a=")]
    [InlineData("sm>=80&&(")]
    [InlineData("sm>=80||!(")]
    [InlineData("sm>=80 && ")]
    public void A_text_that_nests_as_deep_as_it_can_is_refused_at_once(string piece)
    {
        var watch = Stopwatch.StartNew();
        var text = string.Concat(Enumerable.Repeat(piece, 2000 / piece.Length));
        Assert.NotEmpty(ConditionText.Problems(text));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }
}
