meta
key;value
country;Indonesia
unit;Dusun Krajan
num_projects;3
num_votes;2
budget;1000,50
vote_type;cumulative
max_sum_points;5

projects
project_id;cost
10;500.25
20;250
30;1000
votes
voter_id;vote;points
a;10,30;3,2
b;20;5
