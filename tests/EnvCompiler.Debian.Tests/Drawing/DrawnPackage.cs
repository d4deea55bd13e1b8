using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Debian.Tests.Drawing;

/// <summary>One drawn name and what locking it came to.</summary>
/// <param name="Name">Package name.</param>
/// <param name="Locked">The lock without base packages, or why there is none.</param>
public sealed record DrawnPackage(string Name, Result<Lock> Locked)
{
    /// <summary>The closure; empty where it was refused.</summary>
    public IReadOnlyCollection<LockedPackage> Closure => Locked.Ok ? Locked.Value.Packages.Values : [];
}
