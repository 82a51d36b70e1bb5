# Ends process groups when the process that feeds its standard input is gone, however that went: even kill -9 leaves nothing behind.
# Reads one group number a line; the line "done" means that all was ended in order.
groups=
while read -r group; do
  [ "$group" = done ] && exit 0
  groups="$groups $group"
done
for group in $groups; do kill -TERM "$group" 2>/dev/null; done
# Time for the orderly way (journals closed, database folded up); what still runs then has lost its chance.
sleep 5
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
exit 0
