using System.Xml.Linq;
using EnvCompiler.TestKit;

namespace EnvCompiler.Architecture.Tests;

/// <summary>Holds the direction of references between projects that docs/architecture.md draws.</summary>
public sealed class ReferenceDirectionTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Toml"] = [],
        ["Model"] = ["Toml"],
        ["Host"] = ["Model"],
        ["Resolve"] = ["Model", "Host"],
        ["Weights"] = ["Model", "Host"],
        ["Store"] = ["Model", "Host"],
        ["Compile"] = ["Model", "Host"],
        ["Run"] = ["Model", "Host", "Weights"],
        ["Ship"] = ["Model", "Host", "Store", "Compile"],
        ["Cli"] = ["Model", "Host", "Resolve", "Weights", "Store", "Compile", "Run", "Ship"],
        ["Launcher"] = ["Model", "Host", "Weights", "Run"],
    };

    public static TheoryData<string> Projects => [.. Directory.GetDirectories(RepositoryRoot.File("src"), "EnvCompiler.*")
        .Select(directory => Path.GetFileName(directory)["EnvCompiler.".Length..])];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_upstream(string project)
    {
        Assert.True(s_allowed.TryGetValue(project, out var allowed), $"docs/architecture.md does not know the project {project}");
        Assert.Empty(ReferencesOf(project).Except(allowed!));
    }

    [Theory]
    [InlineData("Run")]
    [InlineData("Launcher")]
    public void What_goes_into_a_container_never_sees_the_resolver_or_a_compiler(string project)
    {
        var reached = Closure(project);
        Assert.DoesNotContain("Resolve", reached);
        Assert.DoesNotContain("Compile", reached);
        Assert.DoesNotContain(reached.SelectMany(PackagesOf), IsCompiler);
    }

    [Fact]
    public void Only_conditions_know_the_csharp_compiler()
    {
        Assert.Equal(["Resolve"], s_allowed.Keys.Where(project => PackagesOf(project).Any(IsCompiler)));
        Assert.All(
            Directory.EnumerateFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && File.ReadAllText(file).Contains("Microsoft.CodeAnalysis.CSharp", StringComparison.Ordinal)),
            file => Assert.StartsWith(RepositoryRoot.File("src", "EnvCompiler.Resolve", "Conditions"), file, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_of_the_source_tree_has_tests()
    {
        var tested = Directory.GetDirectories(RepositoryRoot.File("tests"), "*.Tests").Select(Path.GetFileName).ToHashSet();
        // The launcher is a dispatcher of a few lines; the end-to-end tests run it.
        Assert.All(
            s_allowed.Keys.Where(project => project != "Launcher"),
            project => Assert.Contains($"EnvCompiler.{project}.Tests", tested));
    }

    private static bool IsCompiler(string package) => package.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static HashSet<string> Closure(string project)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { project };
        var open = new Stack<string>([project]);
        while (open.TryPop(out var next))
        {
            foreach (var reference in ReferencesOf(next).Where(reached.Add))
                open.Push(reference);
        }

        return reached;
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        ProjectFile(project).Descendants("ProjectReference")
            .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value)["EnvCompiler.".Length..]);

    private static IEnumerable<string> PackagesOf(string project) =>
        ProjectFile(project).Descendants("PackageReference").Select(element => element.Attribute("Include")!.Value);

    private static XDocument ProjectFile(string project) =>
        XDocument.Load(RepositoryRoot.File("src", $"EnvCompiler.{project}", $"EnvCompiler.{project}.csproj"));
}
