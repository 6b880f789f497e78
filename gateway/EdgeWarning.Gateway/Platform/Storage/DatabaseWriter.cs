using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Platform.Storage;

/// <summary>
/// The one thread that writes. It takes all changes that wait, up to a limit, runs each behind a savepoint and commits them together: under load
/// one flush of the disk serves many. A change that throws is rolled back alone; when the commit itself fails, all of that group fail.
/// </summary>
internal sealed class DatabaseWriter : IAsyncDisposable
{
    private const string Savepoint = "change";

    /// <summary>Changes that may wait; the next writer waits in turn (back pressure instead of memory).</summary>
    private const int MaxWaiting = 4_096;

    /// <summary>Changes of one commit: bounds how long the first of a group waits for its flush.</summary>
    private const int MaxGroup = 256;

    private readonly SqliteConnection _db;
    private readonly Channel<Change> _waiting = Channel.CreateBounded<Change>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DatabaseWriter(SqliteConnection db)
    {
        _db = db;
        _thread = new Thread(Run) { IsBackground = true, Name = "database writer" };
        _thread.Start();
    }

    internal async Task<T> Write<T>(Func<SqliteConnection, SqliteTransaction, T> act, CancellationToken stopping)
    {
        if (Thread.CurrentThread == _thread)
        {
            throw new InvalidOperationException("a write inside a write would wait for itself: use the connection and transaction at hand");
        }

        var change = new Change<T>(act, stopping);
        try
        {
            await _waiting.Writer.WriteAsync(change, stopping);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(Database), "could not write: the store is closed");
        }

        return await change.Result;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task;
    }

    private void Run()
    {
        var group = new List<Change>(MaxGroup);
        try
        {
            while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                group.Clear();
                while (group.Count < MaxGroup && _waiting.Reader.TryRead(out Change? change))
                {
                    group.Add(change);
                }

                Commit(group);
            }
        }
        finally
        {
            Close();
            _ended.SetResult();
        }
    }

    private void Commit(List<Change> group)
    {
        try
        {
            using (SqliteTransaction transaction = _db.BeginTransaction())
            {
                foreach (Change change in group)
                {
                    RunOne(change, transaction);
                }

                transaction.Commit();
            }

            foreach (Change change in group)
            {
                change.Complete();
            }
        }
        catch (Exception cause)
        {
            foreach (Change change in group)
            {
                change.Fail(new DatabaseException($"could not commit: {cause.Message}", cause));
            }
        }
    }

    private static void RunOne(Change change, SqliteTransaction transaction)
    {
        transaction.Save(Savepoint);
        if (!change.TryRun(transaction.Connection!, transaction))
        {
            transaction.Rollback(Savepoint);
        }

        transaction.Release(Savepoint);
    }

    private void Close()
    {
        try
        {
            _db.Execute("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
        }
        catch (SqliteException)
        {
            // A reader in another process holds the log: the next start folds it in. Nothing committed is lost.
        }

        _db.Dispose();
    }

    private abstract class Change
    {
        /// <summary>False when the act threw or was cancelled: its changes must be undone.</summary>
        internal abstract bool TryRun(SqliteConnection db, SqliteTransaction transaction);

        internal abstract void Complete();

        internal abstract void Fail(Exception cause);
    }

    private sealed class Change<T>(Func<SqliteConnection, SqliteTransaction, T> act, CancellationToken stopping) : Change
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _value = default!;
        private Exception? _fault;

        internal Task<T> Result => _result.Task;

        internal override bool TryRun(SqliteConnection db, SqliteTransaction transaction)
        {
            try
            {
                stopping.ThrowIfCancellationRequested();
                _value = act(db, transaction);
                return true;
            }
            catch (Exception fault)
            {
                _fault = fault;
                return false;
            }
        }

        internal override void Complete()
        {
            if (_fault is null)
            {
                _result.TrySetResult(_value);
            }
            else if (_fault is OperationCanceledException && stopping.IsCancellationRequested)
            {
                _result.TrySetCanceled(stopping);
            }
            else
            {
                _result.TrySetException(_fault);
            }
        }

        internal override void Fail(Exception cause) => _result.TrySetException(_fault ?? cause);
    }
}
