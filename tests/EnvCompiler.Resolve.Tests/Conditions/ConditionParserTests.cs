using EnvCompiler.Resolve.Conditions;

namespace EnvCompiler.Resolve.Tests.Conditions;

public sealed class ConditionParserTests
{
    [Theory]
    [InlineData("sm == 89", "sm_89", true)]
    [InlineData("sm == 89", "sm_90", false)]
    [InlineData("sm != 89", "sm_90", true)]
    [InlineData("sm < 90", "sm_89", true)]
    [InlineData("sm < 90", "sm_90", false)]
    [InlineData("sm <= 90", "sm_90", true)]
    [InlineData("sm > 90", "sm_120", true)]
    [InlineData("sm > 90", "sm_90", false)]
    [InlineData("sm >= 90", "sm_90", true)]
    [InlineData("90 <= sm", "sm_89", false)]
    [InlineData("90 <= sm", "sm_100", true)]
    [InlineData("(sm) >= (90)", "sm_100", true)]
    [InlineData("true", "cpu", true)]
    [InlineData("false || !false", "cpu", true)]
    [InlineData("accelerator == \"sm_90\"", "sm_90", true)]
    [InlineData("accelerator != \"cpu\"", "vulkan", true)]
    [InlineData("accelerator == \"cpu\" || sm >= 75", "cpu", true)]
    [InlineData("accelerator == \"cpu\" || sm >= 75", "sm_75", true)]
    [InlineData("accelerator == \"cpu\" || sm >= 75", "sm_70", false)]
    [InlineData("system == \"x86_64-linux\" && arch == \"x86_64\"", "cpu", true)]
    [InlineData("arch == \"aarch64\"", "cpu", false)]
    [InlineData("cpu_level >= \"x86-64\"", "cpu", true)]
    [InlineData("cpu_level >= \"x86-64-v2\"", "cpu", false)]
    [InlineData("sm >= 80 /* Ampere */ && // and\n sm < 90", "sm_89", true)]
    public void Every_operator_and_name_has_its_meaning(string text, string accelerator, bool expected) =>
        Assert.Equal(expected, ConditionText.Holds(text, accelerator));

    [Theory]
    [InlineData("cuda >= \"12.8\"", "570.124.06", true)]
    [InlineData("cuda >= \"12.10\"", "570.124.06", false)]
    [InlineData("cuda >= \"12.8.0\"", "570.124.06", true)]
    [InlineData("cuda > \"9.9\"", "570.124.06", true)]
    [InlineData("driver == \"570.124.6\"", "570.124.06", true)]
    [InlineData("driver < \"570.124.7\"", "570.124.06", true)]
    [InlineData("driver >= \"1000\"", "570.124.06", false)]
    public void Versions_are_compared_number_by_number(string text, string driver, bool expected) =>
        Assert.Equal(expected, ConditionText.Holds(text, "sm_90", driver));

    [Theory]
    [InlineData("sm == 90")]
    [InlineData("sm != 90")]
    [InlineData("sm < 90")]
    [InlineData("sm >= 0")]
    [InlineData("cuda != \"12.8\"")]
    [InlineData("driver >= \"1\"")]
    [InlineData("gpu.memory >= 0")]
    public void A_comparison_with_an_absent_value_does_not_hold(string text) => Assert.False(ConditionText.Holds(text));

    [Theory]
    [InlineData("gpu.count >= 2", true)]
    [InlineData("gpu.count == 1", false)]
    [InlineData("!(gpu.count < 2)", true)]
    [InlineData("gpu.memory >= \"24G\"", true)]
    [InlineData("gpu.memory > \"24G\"", false)]
    [InlineData("gpu.memory == 25769803776", true)]
    [InlineData("gpu.memory < \"25000M\"", true)]
    public void A_service_sees_its_gpus(string text, bool expected) =>
        Assert.Equal(expected, ConditionText.Holds(text, "sm_90", gpus: 2, memory: 24L << 30));

    [Theory]
    [InlineData("sm >= 80 || sm < 70 && cuda >= \"12.8\"", "sm >= 80 || sm < 70 && cuda >= \"12.8\"")]
    [InlineData("(sm >= 80 || sm < 70) && cuda >= \"12.8\"", "(sm >= 80 || sm < 70) && cuda >= \"12.8\"")]
    [InlineData("!(arch == \"x86_64\" && accelerator == \"cpu\")", "arch != \"x86_64\" || accelerator != \"cpu\"")]
    [InlineData("!(arch == \"x86_64\" || !(gpu.count > 3))", "arch != \"x86_64\" && gpu.count > 3")]
    [InlineData("!!(arch == \"x86_64\")", "arch == \"x86_64\"")]
    [InlineData("\"12.8\" < cuda", "cuda > \"12.8\"")]
    [InlineData("cpu_level < \"x86-64-v4\"", "cpu_level < \"x86-64-v4\"")]
    [InlineData("gpu.memory >= \"1K\"", "gpu.memory >= 1024")]
    public void Precedence_is_that_of_csharp_and_negation_goes_into_the_comparisons(string text, string lowered) =>
        Assert.Equal(lowered, ConditionText.Lower(text).ToString());

    [Theory]
    [InlineData("sm >=", "ENVC0280", 6)]
    [InlineData("(sm >= 80", "ENVC0280", 10)]
    [InlineData("sm >= 80 and sm < 90", "ENVC0280", 10)]
    [InlineData("sm >= 80;", "ENVC0280", 9)]
    [InlineData("accelerator == 'cpu'", "ENVC0280", 16)]
    [InlineData("accelerator == \"cpu", "ENVC0280", 16)]
    [InlineData(" ", "ENVC0280", 1)]
    [InlineData("#if true\nsm >= 80", "ENVC0280", 1)]
    [InlineData("sm => 80", "ENVC0281", 4)]
    [InlineData("sm = 80", "ENVC0281", 4)]
    [InlineData("sm >= 80 & sm < 90", "ENVC0281", 10)]
    [InlineData("sm is >= 80", "ENVC0281", 1)]
    [InlineData("sm + 1 > 80", "ENVC0281", 4)]
    [InlineData("sm > -1", "ENVC0281", 6)]
    [InlineData("sm.ToString() == \"90\"", "ENVC0281", 1)]
    [InlineData("System.IO.File.Exists(\"/etc/passwd\")", "ENVC0281", 1)]
    [InlineData("arch == $\"{sm}\"", "ENVC0281", 9)]
    [InlineData("arch == 'c'", "ENVC0281", 9)]
    [InlineData("new object() == null", "ENVC0281", 1)]
    [InlineData("sm", "ENVC0281", 1)]
    [InlineData("sm >= 80 && 90", "ENVC0281", 13)]
    [InlineData("sm == cuda", "ENVC0281", 1)]
    [InlineData("1 < 2", "ENVC0281", 1)]
    [InlineData("(sm >= 80) == true", "ENVC0281", 5)]
    [InlineData("cpu-level >= \"x86-64-v3\"", "ENVC0281", 4)]
    [InlineData("sn >= 80", "ENVC0282", 1)]
    [InlineData("gpu.cuont >= 1", "ENVC0282", 1)]
    [InlineData("system.arch == \"x86_64\"", "ENVC0282", 1)]
    [InlineData("sm >= \"80\"", "ENVC0283", 7)]
    [InlineData("sm >= 8.0", "ENVC0283", 7)]
    [InlineData("sm >= 0x50", "ENVC0283", 7)]
    [InlineData("sm >= 99999999999999999999", "ENVC0280", 7)]
    [InlineData("cuda >= 12", "ENVC0283", 9)]
    [InlineData("cuda >= 12.8", "ENVC0283", 9)]
    [InlineData("cuda >= @\"12.8\"", "ENVC0283", 9)]
    [InlineData("arch == 64", "ENVC0283", 9)]
    [InlineData("arch == true", "ENVC0283", 9)]
    [InlineData("arch == null", "ENVC0283", 9)]
    [InlineData("gpu.memory >= 24.5", "ENVC0283", 15)]
    [InlineData("accelerator >= \"sm_80\"", "ENVC0284", 13)]
    [InlineData("\"x86_64-linux\" < system", "ENVC0284", 16)]
    [InlineData("accelerator == \"gpu\"", "ENVC0285", 16)]
    [InlineData("arch == \"amd64\"", "ENVC0285", 9)]
    [InlineData("system == \"linux\"", "ENVC0285", 11)]
    [InlineData("cuda >= \"twelve\"", "ENVC0285", 9)]
    [InlineData("cuda >= \"12.8.1.2.3\"", "ENVC0285", 9)]
    [InlineData("cpu_level >= \"v3\"", "ENVC0285", 14)]
    [InlineData("gpu.memory >= \"24 GB\"", "ENVC0285", 15)]
    [InlineData("gpu.memory >= \"999999999T\"", "ENVC0285", 15)]
    [InlineData("arch == \"x86_64\" && !(sm >= 80)", "ENVC0286", 21)]
    [InlineData("!!(sm >= 80)", "ENVC0286", 1)]
    public void What_cannot_stand_there_is_told_with_its_place(string text, string code, int column)
    {
        var problem = Assert.Single(ConditionText.Problems(text));
        Assert.Equal((code, column), (problem.Code, problem.Place!.Value.Column));
    }

    [Theory]
    [InlineData("!(sm >= 80)", "write `accelerator == \"cpu\" || sm < 80`, or `sm < 80` alone where a value is needed")]
    [InlineData("!(cuda >= \"12.8\")", "write `cuda < \"12.8\"`, which does not hold where `cuda` has no value")]
    [InlineData("!(80 <= sm)", "write `accelerator == \"cpu\" || sm < 80`, or `sm < 80` alone where a value is needed")]
    [InlineData("cuda >= 12.8", "write `\"12.8\"`")]
    [InlineData("sm >= \"80\"", "write `80`")]
    [InlineData("sn >= 80", "did you mean `sm`?")]
    [InlineData("cpulevel >= \"x86-64-v2\"", "did you mean `cpu_level`?")]
    [InlineData("cpu-level >= \"x86-64-v2\"", "write `cpu_level`")]
    [InlineData("sm => 80", "write `>=`")]
    [InlineData("sm = 80", "write `==`")]
    [InlineData("sm >= 80 & sm < 90", "write `&&`")]
    [InlineData("sm >= 80 and sm < 90", "write `&&`")]
    [InlineData("accelerator > \"sm_80\"", "compare the number `sm`, such as `sm >= 80`")]
    [InlineData("arch == 'c'", "texts are in double quotes, so the condition is best written in TOML's '…'")]
    public void What_was_probably_meant_is_the_hint(string text, string hint) =>
        Assert.Equal(hint, Assert.Single(ConditionText.Problems(text)).Hint);

    [Fact]
    public void Gpus_are_known_to_services_only()
    {
        var problem = Assert.Single(ConditionText.Problems("gpu.count >= 1", ConditionScope.Target));
        Assert.Equal("ENVC0282", problem.Code);
        Assert.Contains("`when` of a service", problem.Hint!, StringComparison.Ordinal);
        Assert.DoesNotContain("gpu", Assert.Single(ConditionText.Problems("quux >= 1", ConditionScope.Target)).Hint!, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_in_one_run() =>
        Assert.Equal(
            ["ENVC0282", "ENVC0283", "ENVC0286", "ENVC0284"],
            ConditionText.Problems("sn >= 80 && (cuda >= 12 || !(sm >= 80)) && arch < \"x86_64\"").Select(problem => problem.Code));

    [Fact]
    public void What_is_too_long_or_too_deep_is_refused_before_it_costs_anything()
    {
        Assert.Equal("ENVC0288", Assert.Single(ConditionText.Problems(new string('(', 100_000))).Code);
        Assert.Equal("ENVC0288", Assert.Single(ConditionText.Problems($"{new string('!', 900)}true")).Code);
        Assert.Equal("ENVC0288", Assert.Single(ConditionText.Problems($"{new string('(', 900)}true{new string(')', 900)}")).Code);
        Assert.Equal(100, ((Model.Conditions.Condition.All)ConditionText.Lower(string.Join(" && ", Enumerable.Repeat("sm >= 80", 100)))).Conditions.Count);
    }
}
