using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace EnvCompiler.TestKit.Kubernetes;

/// <summary>The schemas of the API as npm's <c>kubernetes-models</c> has them, and strictly: no field that the API does not have. Needs <c>node</c> and <c>npm</c>.</summary>
public static class KubernetesModels
{
    private static readonly Lazy<string> Packages = new(Install);

    /// <summary>Reads and checks every object in the YAML files of directories, but for their kustomizations.</summary>
    public static IReadOnlyList<CheckedObject> Validate(params string[] directories)
    {
        var lines = Run("node", Packages.Value, ["validate.mjs", .. directories]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize<CheckedObject>(line, JsonSerializerOptions.Web)!)];
    }

    // One folder for each list of packages, so that only the first run fetches them.
    private static string Install()
    {
        var source = RepositoryRoot.File("tests", "EnvCompiler.TestKit", "Kubernetes", "packages");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(source, "package-lock.json"))))[..12];
        var folder = RepositoryRoot.File(".build", "npm", hash);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "kubernetes-models")))
            Run("npm", folder, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        return folder;
    }

    private static string Run(string program, string directory, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {errors.Result}");
        return output;
    }
}
