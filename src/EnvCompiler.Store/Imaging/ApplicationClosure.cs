using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// The packages of a group that an image needs: what the manifest asks for, and what that depends on. The rest of the lock is there for hosts: Essential packages, which others
/// may use without saying so, and the tools that make a namespace.
/// </summary>
/// <param name="store">Has the packages' artifacts.</param>
/// <param name="locked">The lock.</param>
/// <param name="group">One of its groups.</param>
public sealed class ApplicationClosure(StoreLayout store, Lock locked, LockedGroup group)
{
    /// <summary>Makes it.</summary>
    /// <param name="more">Ids of packages that are needed besides those that the manifest asks for.</param>
    /// <returns>Package ids, sorted; ENVC0326 for artifacts that are damaged.</returns>
    /// <exception cref="IOException">An artifact is not in the store.</exception>
    public Result<IReadOnlyList<string>> Of(IEnumerable<string> more)
    {
        var controls = new Result<PackageControl>[group.Packages.Count];
        Parallel.For(0, controls.Length, i => controls[i] = PackageControl.TryRead(store, locked.Packages[group.Packages[i]]));
        if (controls.SelectMany(control => control.Diagnostics).ToArray() is { Length: > 0 } problems)
            return Result<IReadOnlyList<string>>.Failure(problems);
        var byId = group.Packages.Zip(controls).ToDictionary(each => each.First, each => each.Second.Value, StringComparer.Ordinal);
        // What has the name itself comes before what provides it.
        var byName = byId.SelectMany(each => each.Value.Provides.Select(name => (Name: name, Id: each.Key)).Prepend((Name: each.Value.Name, Id: each.Key)))
            .ToLookup(each => each.Name, each => each.Id, StringComparer.Ordinal);

        var closure = new SortedSet<string>(StringComparer.Ordinal);
        var todo = new Queue<string>(group.Install.Values.Concat(more).Where(byId.ContainsKey));
        while (todo.TryDequeue(out var id))
        {
            if (!closure.Add(id))
                continue;
            foreach (var alternatives in byId[id].Depends)
            {
                // Every alternative that was chosen: which of them fulfils the version bound only the solver knows, and it chose no other for nothing.
                foreach (var name in alternatives)
                {
                    foreach (var needed in Owners(byName, byId, name))
                        todo.Enqueue(needed);
                }
            }
        }

        return Result<IReadOnlyList<string>>.Success([.. closure]);
    }

    private static IEnumerable<string> Owners(ILookup<string, string> byName, Dictionary<string, PackageControl> byId, string name)
    {
        var found = byName[name];
        return found.FirstOrDefault(id => byId[id].Name == name) is { } own ? [own] : found;
    }
}
