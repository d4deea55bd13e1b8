using System.Text.Json;
using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Tests.Doctor;

public sealed class DoctorViewTests
{
    private static readonly CheckResult[] s_results =
    [
        CheckResult.Ok("gpu", "one"), CheckResult.Warning("catalog debian/sid", "offline", "check the network"), CheckResult.Failed("disk store", "full"), CheckResult.Skipped("cdi", "none"),
    ];

    [Fact]
    public void People_and_scripts_get_the_same_list()
    {
        using var output = new StringWriter { NewLine = "\n" };
        DoctorView.Write(output, s_results);
        Assert.Equal(
            """
            ok       gpu                 one
            warning  catalog debian/sid  offline
                                         fix: check the network
            failed   disk store          full
            skipped  cdi                 none

            1 ok, 1 warning, 1 failed, 1 skipped

            """,
            output.ToString());
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(s_results, CliJson.Default.CheckResultArray));
        Assert.Equal(
            s_results.Select(result => (result.Name, result.State.ToString().ToLowerInvariant(), result.Message, result.Fix)),
            json.RootElement.EnumerateArray().Select(result => (
                result.GetProperty("name").GetString()!, result.GetProperty("state").GetString()!, result.GetProperty("message").GetString()!,
                result.TryGetProperty("fix", out var fix) ? fix.GetString() : null)));
    }
}
