using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Model.Locks;

/// <summary>Names a root by its content: a function of the locked packages alone, so it is known before anything is downloaded.</summary>
public static class RootId
{
    /// <summary>
    /// Raised when composing changes what a root of the same packages contains: a root of an older recipe is then another root.
    /// </summary>
    public const int RecipeVersion = 3;

    /// <summary>64 lower-case hexadecimal digits: SHA-256 over the recipe version, then install priorities and artifact hashes in id order, then choices among alternatives.</summary>
    public static string Of(Lock locked, LockedGroup group)
    {
        var text = new StringBuilder().Append("envc-root ").Append(RecipeVersion).Append('\n');
        var priorities = group.Install
            .Where(entry => locked.Request.Install.ContainsKey(entry.Key))
            .GroupBy(entry => entry.Value, entry => locked.Request.Install[entry.Key].Priority)
            .ToDictionary(entries => entries.Key, entries => entries.Min());
        foreach (var id in group.Packages)
        {
            var package = locked.Packages[id];
            text.Append(package.Sha256).Append(' ').Append(id);
            if (priorities.TryGetValue(id, out var priority) && priority != 5)
                text.Append(' ').Append(priority);
            text.Append('\n');
        }

        foreach (var (name, choice) in locked.Request.Alternatives ?? [])
            text.Append("alternative ").Append(name).Append(' ').Append(choice).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
